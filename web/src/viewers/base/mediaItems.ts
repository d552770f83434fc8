import type { Json, JsonObject } from "@/api"
import { type OverlayFiles, overlayFiles } from "./overlays"

export type MediaType =
  | "image"
  | "table"
  | "histogram"
  | "audio"
  | "video"
  | "html"
  | "plotly"
  | "object3d"
  | "molecule"
  | "file"
  | "json"

/** One thing to show, out of a logged value. A list that was logged as one value gives several. */
export interface MediaItem {
  type: MediaType
  /** Where the bytes are; null when the value holds all there is. */
  url: string | null
  path: string | null
  caption: string | null
  widthPx: number | null
  heightPx: number | null
  value: Json
  /** Boxes and masks that lie over an image; null when there are none. */
  overlay: OverlayFiles | null
}

type UrlOf = (path: string) => string

const TYPES: Record<string, MediaType> = {
  "image-file": "image",
  "audio-file": "audio",
  "video-file": "video",
  "html-file": "html",
  "plotly-file": "plotly",
  "object3D-file": "object3d",
  "molecule-file": "molecule",
  "table-file": "table",
  "incremental-table-file": "table",
  histogram: "histogram",
  "bokeh-file": "file",
  "graph-file": "file",
  file: "file",
}

/** Lists that are logged as one value → the name of their list of single values. */
const LISTS: Record<string, string> = { audio: "audio", videos: "videos", html: "html", object3D: "objects" }

/** Kind of a key, as the server lists it, → how it is shown. */
export function mediaType(kind: string): MediaType {
  if (kind === "images/separated") return "image"
  const single: Record<string, MediaType> = {
    audio: "audio",
    videos: "video",
    html: "html",
    object3D: "object3d",
    molecule: "molecule",
  }
  return TYPES[kind] ?? single[kind] ?? "json"
}

export function mediaItems(value: Json, urlOf: UrlOf): MediaItem[] {
  if (Array.isArray(value)) return value.flatMap((item) => mediaItems(item, urlOf))
  if (typeof value !== "object" || value === null) return [bare(value)]
  const kind = typeof value._type === "string" ? value._type : ""
  const list = value[LISTS[kind]]
  if (Array.isArray(list))
    return list.flatMap((item, index) => withCaption(mediaItems(item, urlOf), captionAt(value, index)))
  if (kind === "images/separated") return listed(value, "image", urlOf)
  if (kind === "molecule" || kind === "object3D") return listed(value, mediaType(kind), urlOf)
  return [single(value, TYPES[kind] ?? "json", urlOf)]
}

function single(value: JsonObject, type: MediaType, urlOf: UrlOf): MediaItem {
  const path = text(value.path)
  const url = text(value.url) ?? (path ? urlOf(path) : null)
  return {
    type,
    url,
    path,
    caption: text(value.caption),
    widthPx: number(value.width),
    heightPx: number(value.height),
    value,
    overlay: type === "image" ? someOverlay(overlayFiles(value, urlOf)) : null,
  }
}

function listed(value: JsonObject, type: MediaType, urlOf: UrlOf): MediaItem[] {
  const names = Array.isArray(value.filenames) ? value.filenames : []
  const urls = Array.isArray(value.urls) ? value.urls : []
  return (names.length ? names : urls).map((name, index) => ({
    type,
    path: text(name),
    url: text(urls[index]) ?? urlOf(String(name)),
    caption: captionAt(value, index),
    widthPx: number(value.width),
    heightPx: number(value.height),
    value,
    overlay: type === "image" ? someOverlay(overlayFiles(value, urlOf, index)) : null,
  }))
}

const someOverlay = (files: OverlayFiles): OverlayFiles | null =>
  files.boxes.length + files.masks.length > 0 ? files : null

function captionAt(value: JsonObject, index: number): string | null {
  return Array.isArray(value.captions) ? text(value.captions[index]) : null
}

const withCaption = (items: MediaItem[], caption: string | null) =>
  items.map((item) => ({ ...item, caption: item.caption ?? caption }))

const bare = (value: Json): MediaItem => ({
  type: "json",
  url: null,
  path: null,
  caption: null,
  widthPx: null,
  heightPx: null,
  value,
  overlay: null,
})

const text = (value: Json | undefined): string | null => (typeof value === "string" && value ? value : null)
const number = (value: Json | undefined): number | null => (typeof value === "number" ? value : null)

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
