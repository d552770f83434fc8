import { expect, test } from "vitest"
import { panBy, WHOLE, zoomAt } from "./zoom"

test("the point under the pointer stays there", () => {
  const once = zoomAt(WHOLE, 2, 30, -10)
  expect(once).toEqual({ scale: 2, x: -30, y: 10 })
  // The picture's point p is shown at p · scale + move.
  const twice = zoomAt(once, 2, 30, -10)
  expect([30 * 4 + twice.x, -10 * 4 + twice.y]).toEqual([30, -10])
})

test("never smaller than the frame, and never moved out of it", () => {
  expect(zoomAt({ scale: 2, x: 50, y: 0 }, 0.1, 0, 0)).toEqual(WHOLE)
  expect(panBy({ scale: 2, x: 0, y: 0 }, 1000, -30, 200, 100)).toEqual({ scale: 2, x: 100, y: -30 })
  expect(panBy(WHOLE, 5, 5, 200, 100)).toEqual({ scale: 1, x: 0, y: 0 })
})
