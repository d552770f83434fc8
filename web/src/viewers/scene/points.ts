import * as three from "three"
import { plural } from "@/lib/format"
import type { Cloud, CloudArrow, CloudBox } from "./readCloud"

/** A cloud as something to draw, with its size in words. */
export function drawPoints(cloud: Cloud, ink: number): { object: three.Object3D; caption: string } {
  const group = new three.Group()
  const count = cloud.positions.length / 3
  if (count > 0) group.add(dots(cloud, count, ink))
  for (const box of cloud.boxes) group.add(boxLines(box))
  for (const arrow of cloud.arrows) group.add(arrowOf(arrow))
  const parts = [plural(count, "point")]
  if (cloud.boxes.length) parts.push(plural(cloud.boxes.length, "box", "boxes"))
  const labels = [...new Set(cloud.boxes.map((box) => box.label).filter(Boolean))].slice(0, 4)
  return { object: group, caption: [...parts, ...labels].join(" · ") }
}

function dots(cloud: Cloud, count: number, ink: number): three.Points {
  const geometry = new three.BufferGeometry()
  geometry.setAttribute("position", new three.BufferAttribute(cloud.positions, 3))
  const size = count > 200_000 ? 1 : count > 20_000 ? 1.5 : 2.5
  const look = { size, sizeAttenuation: false }
  if (!cloud.colours) return new three.Points(geometry, new three.PointsMaterial({ ...look, color: ink }))
  geometry.setAttribute("color", new three.BufferAttribute(linear(cloud.colours), 3))
  return new three.Points(geometry, new three.PointsMaterial({ ...look, vertexColors: true }))
}

/** The file's colours are those of a screen; three reckons with light. */
function linear(colours: Float32Array): Float32Array {
  return colours.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
}

// Corners come in the order in which clients log them: each edge joins the nearest three.
function boxLines(box: CloudBox): three.LineSegments {
  const geometry = new three.BufferGeometry()
  geometry.setAttribute("position", new three.Float32BufferAttribute(edgesOf(box.corners), 3))
  return new three.LineSegments(geometry, new three.LineBasicMaterial({ color: box.colour }))
}

/** The twelve edges of a box whose corners stand in any order: from each corner to those along its three sides. */
export function edgesOf(corners: readonly number[]): number[] {
  const corner = (index: number) => new three.Vector3(...corners.slice(index * 3, index * 3 + 3))
  const points = Array.from({ length: 8 }, (_, index) => corner(index))
  const seen = new Set<string>()
  const lines: number[] = []
  for (let from = 0; from < 8; from++) {
    for (const to of sidesAt(points, from)) {
      const name = from < to ? `${from} ${to}` : `${to} ${from}`
      if (seen.has(name)) continue
      seen.add(name)
      lines.push(...points[from].toArray(), ...points[to].toArray())
    }
  }
  return lines
}

/** The three corners that, as arrows from this one, add up to the farthest corner. */
function sidesAt(points: three.Vector3[], from: number): number[] {
  const others = points.map((_, index) => index).filter((index) => index !== from)
  const arrow = (index: number) => points[index].clone().sub(points[from])
  const far = others.reduce((one, other) => (arrow(other).lengthSq() > arrow(one).lengthSq() ? other : one))
  const rest = others.filter((index) => index !== far)
  let best: number[] = rest.slice(0, 3)
  let least = Number.POSITIVE_INFINITY
  for (const triple of triples(rest)) {
    const sum = triple.reduce((total, index) => total.add(arrow(index)), new three.Vector3())
    const lengths = triple.reduce((total, index) => total + arrow(index).lengthSq(), 0)
    const error = sum.sub(arrow(far)).lengthSq() + Math.abs(lengths - arrow(far).lengthSq())
    if (error < least) [least, best] = [error, triple]
  }
  return best
}

function triples(indexes: number[]): number[][] {
  return indexes.flatMap((one, i) =>
    indexes.slice(i + 1).flatMap((two, j) => indexes.slice(i + j + 2).map((three) => [one, two, three])),
  )
}

function arrowOf({ start, end, colour }: CloudArrow): three.ArrowHelper {
  const from = new three.Vector3(...start)
  const way = new three.Vector3(...end).sub(from)
  const length = way.length()
  return new three.ArrowHelper(way.normalize(), from, length, colour, length * 0.15, length * 0.08)
}
