import { describe, expect, it } from "vitest"
import { labelPlace, pixelsPerPx } from "./boxLabels"

const box = (x: number, y: number) => ({ x, y, width: 100, height: 50, classId: 1, caption: null, scores: {} })

describe("labels of boxes", () => {
  it("have the same size on the screen however large the image is shown", () => {
    const image: [number, number] = [2000, 1000]
    for (const [width, scale] of [
      [1000, 1],
      [500, 1],
      [500, 4],
    ] as const) {
      const unit = pixelsPerPx(image, [width, 1000], scale)
      const shownPx = (labelPlace("dog", box(10, 10), image, unit).size * width * scale) / image[0]
      expect(shownPx).toBeCloseTo(12)
    }
  })

  it("stay small on small pictures, and wait for the frame", () => {
    expect(labelPlace("dog", box(0, 0), [40, 30], 1).size).toBeCloseTo(2.7)
    expect(pixelsPerPx([40, 30], [0, 0], 1)).toBe(0)
  })

  it("are moved into the image", () => {
    const long = labelPlace("a person on a bicycle", box(590, 390), [600, 400], 1)
    expect(long.x).toBeLessThan(460)
    expect(long.y).toBe(400)
    expect(labelPlace("a text that is wider than all of the image", box(90, -20), [100, 400], 1)).toMatchObject({
      x: 0,
      y: 12,
    })
  })
})
