import { expect, test } from "vitest"
import { folderOf, folderTrail, lastPart, previewKind } from "./paths"

test("folders and last parts", () => {
  expect(folderOf("a/b/c.txt")).toBe("a/b")
  expect(folderOf("c.txt")).toBe("")
  expect(lastPart("a/b/c.txt")).toBe("c.txt")
  expect(folderTrail("a/b")).toEqual([
    { name: "a", path: "a" },
    { name: "b", path: "a/b" },
  ])
  expect(folderTrail("")).toEqual([])
})

test("the name decides how a file is shown", () => {
  expect(previewKind("predictions.table.json", "application/json")).toBe("table")
  expect(previewKind("config.JSON", "application/octet-stream")).toBe("json")
  expect(previewKind("sub/LICENSE", "application/octet-stream")).toBe("text")
  expect(previewKind("weights.bin", "application/octet-stream")).toBe("none")
  expect(previewKind("model-00001-of-2.safetensors", "")).toBe("tensors")
})
