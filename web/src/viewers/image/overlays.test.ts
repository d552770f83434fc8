import { expect, test } from "vitest"
import { boxRects, colourMask, overlayFiles } from "./overlays"

const urlOf = (path: string) => `/f/${path}`

test("the files of one image, and of one image of a list", () => {
  const single = { boxes: { truth: { path: "b.json", url: "/signed" } }, masks: { seg: { path: "m.png" } } }
  expect(overlayFiles(single, urlOf)).toEqual({ boxes: ["/signed"], masks: ["/f/m.png"] })
  const list = { all_boxes: [null, { truth: { path: "b1.json" } }] }
  expect(overlayFiles(list, urlOf, 1)).toEqual({ boxes: ["/f/b1.json"], masks: [] })
  expect(overlayFiles(list, urlOf, 0)).toEqual({ boxes: [], masks: [] })
})

test("boxes by corners or middle, in shares or pixels", () => {
  const content = {
    box_data: [
      { position: { minX: 0.1, maxX: 0.5, minY: 0, maxY: 1 }, class_id: 2 },
      { position: { middle: [50, 20], width: 20, height: 10 }, domain: "pixel", class_id: 1, box_caption: "cat 0.9" },
      { position: {}, class_id: 3 },
    ],
    class_labels: { 2: "dog" },
  }
  const [dog, cat, ...rest] = boxRects(content, 200, 100)
  expect(dog).toMatchObject({ x: 20, y: 0, width: 80, height: 100, label: "dog" })
  expect(cat).toMatchObject({ x: 40, y: 15, width: 20, height: 10, label: "cat 0.9" })
  expect(rest).toEqual([])
  expect(boxRects(null, 1, 1)).toEqual([])
})

test("the ground of a mask stays clear", () => {
  const pixels = new Uint8ClampedArray([0, 0, 0, 255, 3, 3, 3, 255])
  colourMask(pixels)
  expect(pixels[3]).toBe(0)
  expect(pixels[7]).toBeGreaterThan(0)
})
