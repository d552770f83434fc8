import type { Json } from "@/api"

export interface HistogramBins {
  /** n + 1 edges around n counts. */
  edges: number[]
  counts: number[]
}

/** A logged histogram in either of its forms; null when it is neither. */
export function histogramBins(value: Json): HistogramBins | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null
  const packed = value.packedBins as { min: number; size: number; count: number } | undefined
  const counts = value.values as number[] | undefined
  if (!Array.isArray(counts)) return null
  if (packed)
    return { counts, edges: Array.from({ length: packed.count + 1 }, (_, index) => packed.min + index * packed.size) }
  const edges = value.bins as number[] | undefined
  return Array.isArray(edges) && edges.length === counts.length + 1 ? { edges, counts } : null
}

/** Counts of all steps on one common grid of `rows` bins: what a heat map needs. */
export function rebin({ edges, counts }: HistogramBins, low: number, high: number, rows: number): number[] {
  const grid = new Array<number>(rows).fill(0)
  const scale = rows / (high - low || 1)
  counts.forEach((count, index) => {
    const from = (edges[index] - low) * scale
    const to = (edges[index + 1] - low) * scale
    const width = to - from
    if (width <= 0) grid[Math.min(rows - 1, Math.max(0, Math.floor(from)))] += count
    for (let row = Math.max(0, Math.floor(from)); width > 0 && row < Math.min(rows, to); row++) {
      grid[row] += (count * (Math.min(to, row + 1) - Math.max(from, row))) / width
    }
  })
  return grid
}
