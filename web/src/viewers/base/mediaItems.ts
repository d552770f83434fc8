import type { Json, JsonObject } from "@/api"
import { type ClassLabels, type Overlay, overlayOf } from "../image/overlays"

export type MediaType =
  | "image"
  | "table"
  | "histogram"
  | "audio"
  | "video"
  | "html"
  | "plotly"
  | "bokeh"
  | "object3d"
  | "molecule"
  | "text"
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
  overlay: Overlay | null
}

/** How the paths and class ids of a value are to be understood. */
export interface ItemContext {
  urlOf: (path: string) => string
  /** Name of boxes or a mask → class id → label. */
  labels?: Record<string, ClassLabels>
}

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
  "partitioned-table": "table",
  "joined-table": "table",
  histogram: "histogram",
  "bokeh-file": "bokeh",
  "graph-file": "file",
  text: "text",
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

export function mediaItems(value: Json, context: ItemContext): MediaItem[] {
  if (Array.isArray(value)) return value.flatMap((item) => mediaItems(item, context))
  if (typeof value !== "object" || value === null) return [bare(value)]
  const kind = typeof value._type === "string" ? value._type : ""
  const list = value[LISTS[kind]]
  if (Array.isArray(list))
    return list.flatMap((item, index) => withCaption(mediaItems(item, context), captionAt(value, index)))
  if (kind === "images/separated") return listed(value, "image", context)
  if (kind === "molecule" || kind === "object3D") return listed(value, mediaType(kind), context)
  return [single(value, TYPES[kind] ?? "json", context)]
}

function single(value: JsonObject, type: MediaType, { urlOf, labels }: ItemContext): MediaItem {
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
    overlay: type === "image" ? overlayOf(value, urlOf, labels) : null,
  }
}

const MOST_LISTED = 10_000

function listed(value: JsonObject, type: MediaType, { urlOf, labels }: ItemContext): MediaItem[] {
  const names = Array.isArray(value.filenames) ? value.filenames : []
  const urls = Array.isArray(value.urls) ? value.urls : []
  return (names.length ? names : urls).slice(0, MOST_LISTED).map((name, index) => ({
    type,
    path: text(name),
    url: text(urls[index]) ?? urlOf(String(name)),
    caption: captionAt(value, index),
    widthPx: number(value.width),
    heightPx: number(value.height),
    value,
    overlay: type === "image" ? overlayOf(value, urlOf, labels, index) : null,
  }))
}

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

/** What stands in a grid of images: a GIF is logged as a video, but browsers show it as an image. */
export const isPicture = ({ type, url, path }: MediaItem): boolean =>
  url !== null && (type === "image" || (type === "video" && /\.gif$/i.test(path ?? "")))
