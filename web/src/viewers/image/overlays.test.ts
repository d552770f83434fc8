import { expect, test } from "vitest"
import { boxRects, classColour, colourMask, labelsIn, overlayOf } from "./overlays"

const urlOf = (path: string) => `/f/${path}`

test("the layers of one image, and of one image of a list", () => {
  const single = { boxes: { truth: { path: "b.json", url: "/signed" } }, masks: { seg: { path: "m.png" } } }
  expect(overlayOf(single, urlOf)?.layers.map(({ kind, name, url }) => [kind, name, url])).toEqual([
    ["boxes", "truth", "/signed"],
    ["mask", "seg", "/f/m.png"],
  ])
  const list = { all_boxes: [null, { truth: { path: "b1.json" } }] }
  expect(overlayOf(list, urlOf, {}, 1)?.layers.map((layer) => layer.url)).toEqual(["/f/b1.json"])
  expect(overlayOf(list, urlOf, {}, 0)).toBeNull()
})

test("inside artifacts boxes stand in the value, and classes in a file of their own", () => {
  const box = { position: { minX: 0, maxX: 1, minY: 0, maxY: 1 }, class_id: 1 }
  const overlay = overlayOf({ boxes: { truth: [box] }, classes: { type: "classes-file", path: "c.json" } }, urlOf)
  expect(overlay?.classesUrl).toBe("/f/c.json")
  expect(boxRects(overlay?.layers[0].content, 10, 20)).toMatchObject([{ width: 10, height: 20, classId: 1 }])
  expect(labelsIn({ class_set: [{ id: 1, name: "dog" }, { id: 2, name: "cat" }, null] })).toEqual({
    1: "dog",
    2: "cat",
  })
})

test("boxes by corners or middle, in shares or pixels; what is no box is left out", () => {
  const content = {
    box_data: [
      { position: { minX: 0.1, maxX: 0.5, minY: 0, maxY: 1 }, class_id: 2, scores: { score: 0.5, note: "x" } },
      { position: { middle: [50, 20], width: 20, height: 10 }, domain: "pixel", class_id: 1, box_caption: "cat 0.9" },
      { position: {}, class_id: 3 },
      null,
    ],
    class_labels: { 2: "dog" },
  }
  const [dog, cat, ...rest] = boxRects(content, 200, 100)
  expect(dog).toMatchObject({ x: 20, y: 0, width: 80, height: 100, caption: null, scores: { score: 0.5 } })
  expect(cat).toMatchObject({ x: 40, y: 15, width: 20, height: 10, caption: "cat 0.9" })
  expect(rest).toEqual([])
  expect(boxRects(null, 1, 1)).toEqual([])
  expect(labelsIn(content)).toEqual({ 2: "dog" })
})

test("the ground of a mask and the classes turned off stay clear", () => {
  const pixels = new Uint8ClampedArray([0, 0, 0, 255, 3, 3, 3, 255, 4, 4, 4, 255])
  expect([...colourMask(pixels, (classId) => classId !== 4)]).toEqual([0, 3, 4])
  expect([pixels[3], pixels[7], pixels[11]]).toEqual([0, 255, 0])
  expect([...pixels.slice(4, 7)]).toEqual(classColour(3))
})
