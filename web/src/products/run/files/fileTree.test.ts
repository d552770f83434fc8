import { expect, test } from "vitest"
import type { RunFile } from "@/api"
import { fileRows, previewKind } from "./fileTree"

const file = (name: string, size_bytes = 1, mimetype: string | null = null): RunFile => ({
  name,
  size_bytes,
  mimetype,
  updated_at: "2026-08-01T00:00:00Z",
  url: `/${name}`,
})
const files = [file("config.yaml"), file("media/images/a.png", 10), file("media/b.html", 5), file("code/train.py")]

test("closed folders show their size and count", () => {
  const rows = fileRows(files, () => false)
  expect(rows.map((row) => row.path)).toEqual(["code", "media", "config.yaml"])
  expect(rows[1]).toMatchObject({ sizeBytes: 15, fileCount: 2, file: null })
})

test("open folders show what they hold, deeper by one", () => {
  const rows = fileRows(files, (path) => path === "media")
  expect(rows.map((row) => [row.name, row.depth])).toEqual([
    ["code", 0],
    ["media", 0],
    ["images", 1],
    ["b.html", 1],
    ["config.yaml", 0],
  ])
})

test.each([
  ["a.png", null, "image"],
  ["wandb-summary.json", null, "json"],
  ["output.log", "application/octet-stream", "text"],
  ["train.py", null, "text"],
  ["page.html", null, "html"],
  ["model.pt", "application/octet-stream", "none"],
  ["LICENSE", "text/plain", "text"],
])("%s of type %s is shown as %s", (name, mimetype, kind) => {
  expect(previewKind(file(name, 1, mimetype))).toBe(kind)
})
