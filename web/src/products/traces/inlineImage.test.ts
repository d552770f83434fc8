import { expect, test } from "vitest"
import { inlineImageOf } from "./inlineImage"

const SHOWN = "data:image/png;base64,iVBORw0KGgo="

test("an image is found in the shapes in which clients send it", () => {
  const parts = [
    { type: "blob", modality: "image", mime_type: "image/png", content: "iVBORw0KGgo=" },
    { type: "image", source: { type: "base64", media_type: "image/png", data: "iVBORw0KGgo=" } },
    { inlineData: { mimeType: "image/png", data: "iVBORw0KGgo=" } },
    { type: "file", mediaType: "image/png", data: "iVBORw0KGgo=" },
    { type: "image", image: SHOWN },
  ]
  expect(parts.map(inlineImageOf)).toEqual(parts.map(() => SHOWN))
})

test("what would be fetched, run or is no image is left alone", () => {
  const parts = [
    { type: "image", source: { type: "url", url: "https://example.org/a.png" } },
    { type: "blob", mime_type: "image/svg+xml", content: "PHN2Zz4=" },
    { type: "blob", mime_type: "image/png", content: '" onerror="' },
    { type: "text", content: "iVBORw0KGgo=" },
  ]
  expect(parts.map(inlineImageOf)).toEqual(parts.map(() => null))
})
