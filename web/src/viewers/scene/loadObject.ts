import * as three from "three"
import { GLTFLoader } from "three/examples/jsm/loaders/GLTFLoader.js"
import { OBJLoader } from "three/examples/jsm/loaders/OBJLoader.js"
import { PDBLoader } from "three/examples/jsm/loaders/PDBLoader.js"
import { STLLoader } from "three/examples/jsm/loaders/STLLoader.js"

/** Read a file by its ending. Throws for one that cannot be drawn. */
export async function loadObject(url: string, path: string, dark: boolean): Promise<three.Object3D> {
  const ink = dark ? 0xaeb7c4 : 0x4b5563
  const ending = path.toLowerCase().split(".").slice(1).pop() ?? ""
  if (path.endsWith(".pts.json")) return loadPoints(url, ink)
  if (ending === "gltf" || ending === "glb") return (await new GLTFLoader().loadAsync(url)).scene
  if (ending === "obj") return withMaterial(await new OBJLoader().loadAsync(url), ink)
  if (ending === "stl") return new three.Mesh(await new STLLoader().loadAsync(url), solid(ink))
  if (ending === "pdb") return loadMolecule(url, ink)
  throw new Error(`There is no viewer for .${ending} files; download it.`)
}

const solid = (colour: number) =>
  new three.MeshStandardMaterial({ color: colour, roughness: 0.8, side: three.DoubleSide })

function withMaterial(object: three.Object3D, colour: number): three.Object3D {
  const material = solid(colour)
  object.traverse((part) => {
    if (part instanceof three.Mesh) part.material = material
  })
  return object
}

type Point = number[]
interface Lidar {
  points?: Point[]
  boxes?: { corners: Point[]; color?: number[] }[]
}

/** Rows of x, y, z, then a category or three colour values up to 255; or a lidar scene with boxes. */
async function loadPoints(url: string, ink: number): Promise<three.Object3D> {
  const content = (await (await fetch(url)).json()) as Point[] | Lidar
  const points = Array.isArray(content) ? content : (content.points ?? [])
  const group = new three.Group()
  group.add(cloud(points, ink))
  for (const box of Array.isArray(content) ? [] : (content.boxes ?? [])) group.add(boxLines(box))
  return group
}

const CATEGORIES = [0x5aa9ff, 0xff9a4d, 0x3ecf9f, 0xf07cc6, 0xe3c04a, 0xa692ff, 0xff7d86, 0x3fd0dc]

function cloud(points: Point[], ink: number): three.Points {
  const geometry = new three.BufferGeometry()
  geometry.setAttribute(
    "position",
    new three.Float32BufferAttribute(
      points.flatMap((point) => point.slice(0, 3)),
      3,
    ),
  )
  geometry.setAttribute(
    "color",
    new three.Float32BufferAttribute(
      points.flatMap((point) => pointColour(point, ink)),
      3,
    ),
  )
  return new three.Points(geometry, new three.PointsMaterial({ size: 2, sizeAttenuation: false, vertexColors: true }))
}

function pointColour(point: Point, ink: number): number[] {
  const colour = new three.Color(ink)
  if (point.length >= 6) colour.setRGB(point[3] / 255, point[4] / 255, point[5] / 255, three.SRGBColorSpace)
  else if (point.length === 4) colour.set(CATEGORIES[Math.abs(Math.round(point[3])) % CATEGORIES.length])
  return colour.toArray()
}

/** Edges between the corners that differ in one bit of their place, as the format orders them. */
function boxLines(box: { corners: Point[]; color?: number[] }): three.LineSegments {
  const edges = [0, 1, 1, 3, 3, 2, 2, 0, 4, 5, 5, 7, 7, 6, 6, 4, 0, 4, 1, 5, 2, 6, 3, 7]
  const geometry = new three.BufferGeometry()
  const corners = edges.flatMap((corner) => box.corners[corner] ?? [0, 0, 0])
  geometry.setAttribute("position", new three.Float32BufferAttribute(corners, 3))
  const [red, green, blue] = box.color ?? [255, 154, 77]
  const colour = new three.Color().setRGB(red / 255, green / 255, blue / 255, three.SRGBColorSpace)
  return new three.LineSegments(geometry, new three.LineBasicMaterial({ color: colour }))
}

async function loadMolecule(url: string, ink: number): Promise<three.Object3D> {
  const { geometryAtoms, geometryBonds } = await new PDBLoader().loadAsync(url)
  const atoms = new three.Points(
    geometryAtoms,
    new three.PointsMaterial({ size: 7, sizeAttenuation: false, vertexColors: true }),
  )
  const bonds = new three.LineSegments(geometryBonds, new three.LineBasicMaterial({ color: ink }))
  return new three.Group().add(atoms, bonds)
}
