import type { RunFile } from "@/api"
import { naturalOrder } from "@/lib/naturalOrder"

export interface FileNode {
  path: string
  name: string
  depth: number
  /** Of a folder: everything below it. */
  sizeBytes: number
  /** Null for a folder. */
  file: RunFile | null
  fileCount: number
}

interface Folder {
  path: string
  folders: Map<string, Folder>
  files: RunFile[]
}

/** The files as rows of a tree: folders first, then files, each by name; only open folders show what they hold. */
export function fileRows(files: readonly RunFile[], isOpen: (path: string) => boolean): FileNode[] {
  return rowsOf(buildFolders(files), 0, isOpen)
}

function buildFolders(files: readonly RunFile[]): Folder {
  const root: Folder = { path: "", folders: new Map(), files: [] }
  for (const file of files) {
    let folder = root
    const names = file.name.split("/")
    for (const name of names.slice(0, -1)) {
      const path = folder.path ? `${folder.path}/${name}` : name
      const next = folder.folders.get(name) ?? { path, folders: new Map(), files: [] }
      folder.folders.set(name, next)
      folder = next
    }
    folder.files.push(file)
  }
  return root
}

function rowsOf(folder: Folder, depth: number, isOpen: (path: string) => boolean): FileNode[] {
  const rows: FileNode[] = []
  for (const [name, child] of [...folder.folders].sort(([one], [other]) => naturalOrder(one, other))) {
    const [sizeBytes, fileCount] = totals(child)
    rows.push({ path: child.path, name, depth, sizeBytes, fileCount, file: null })
    if (isOpen(child.path)) rows.push(...rowsOf(child, depth + 1, isOpen))
  }
  for (const file of [...folder.files].sort((one, other) => naturalOrder(one.name, other.name))) {
    const name = file.name.slice(file.name.lastIndexOf("/") + 1)
    rows.push({ path: file.name, name, depth, sizeBytes: file.size_bytes, fileCount: 1, file })
  }
  return rows
}

function totals(folder: Folder): [number, number] {
  let bytes = folder.files.reduce((sum, file) => sum + file.size_bytes, 0)
  let count = folder.files.length
  for (const child of folder.folders.values()) {
    const [childBytes, childCount] = totals(child)
    bytes += childBytes
    count += childCount
  }
  return [bytes, count]
}

export type PreviewKind = "image" | "json" | "text" | "audio" | "video" | "html" | "none"

const TEXT =
  /\.(txt|log|py|ipynb|md|rst|ya?ml|toml|ini|cfg|conf|sh|csv|tsv|patch|diff|rs|go|c|h|cc|cpp|cu|js|ts|tsx|css|xml|sql|lock|r|jl|pdb|obj|mol|sdf)$/i

/** How a file can be looked at. The name decides before the media type, which clients often guess wrong. */
export function previewKind(file: RunFile): PreviewKind {
  const name = file.name.toLowerCase()
  const type = file.mimetype ?? ""
  if (/\.(png|jpe?g|gif|webp|bmp|svg|avif)$/.test(name) || type.startsWith("image/")) return "image"
  if (/\.(json|jsonl|ndjson)$/.test(name)) return name.endsWith(".json") ? "json" : "text"
  if (/\.html?$/.test(name)) return "html"
  if (TEXT.test(name)) return "text"
  if (type.startsWith("audio/")) return "audio"
  if (type.startsWith("video/")) return "video"
  return type.startsWith("text/") ? "text" : "none"
}
