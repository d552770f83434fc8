/** Paths inside a version: folders are written without a slash at the end, the top is "". Pure. */

export const folderOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf("/")))

export const lastPart = (name: string): string => name.slice(name.lastIndexOf("/") + 1)

/** The folders from the top down to this one, each with its name. */
export function folderTrail(folder: string): { path: string; name: string }[] {
  const names = folder.split("/").filter(Boolean)
  return names.map((name, place) => ({ name, path: names.slice(0, place + 1).join("/") }))
}

export type PreviewKind =
  | "image"
  | "table"
  | "json"
  | "csv"
  | "tensors"
  | "markdown"
  | "text"
  | "audio"
  | "video"
  | "html"
  | "none"

const ENDINGS: [PreviewKind, RegExp][] = [
  ["table", /\.(table|joined-table|partitioned-table)\.json$/],
  ["tensors", /\.safetensors$/],
  ["image", /\.(png|jpe?g|gif|webp|bmp|svg|avif)$/],
  ["json", /\.(json|ipynb|gltf)$/],
  ["csv", /\.(csv|tsv)$/],
  ["html", /\.html?$/],
  ["markdown", /\.(md|markdown)$/],
  ["audio", /\.(wav|mp3|ogg|flac|m4a)$/],
  ["video", /\.(mp4|webm|mov)$/],
  [
    "text",
    /\.(txt|log|py|rst|ya?ml|toml|ini|cfg|conf|sh|patch|diff|rs|go|c|h|cc|cpp|cu|js|ts|tsx|css|xml|sql|lock|r|jl|jsonl|ndjson|pdb|obj|mol|sdf|vocab|merges|jinja)$/,
  ],
]

/** How a file can be looked at. The name decides before the media type. */
export function previewKind(name: string, mimetype: string): PreviewKind {
  const lower = name.toLowerCase()
  const byName = ENDINGS.find(([, ending]) => ending.test(lower))
  if (byName) return byName[0]
  if (/(^|\/)(license|readme|makefile|dockerfile|requirements)[^./]*$/.test(lower)) return "text"
  return mimetype.startsWith("text/") ? "text" : "none"
}
