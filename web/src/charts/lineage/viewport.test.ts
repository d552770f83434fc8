import { expect, test } from "vitest"
import { firstView, fitView, revealBox, zoomView } from "./viewport"

const frame = { width: 800, height: 600 }

test("a small drawing is centred at life size, a large one made to fit", () => {
  expect(fitView({ width: 200, height: 100 }, frame)).toEqual({ scale: 1, x: 300, y: 250 })
  const large = fitView({ width: 1472, height: 100 }, frame)
  expect(large.scale).toBeCloseTo(0.5)
  expect(large.x).toBeCloseTo(32)
})

test("a drawing too large to be read at once is shown around its start", () => {
  const drawing = { width: 3000, height: 100 }
  const box = { width: 200, height: 50, x: 1500, y: 0 }
  const view = firstView(drawing, box, frame)
  expect(view.scale).toBe(0.78)
  expect(view.x + (box.x + box.width / 2) * view.scale).toBeCloseTo(frame.width / 2)
  expect(view.y).toBeCloseTo((600 - 78) / 2)
  expect(firstView(drawing, { ...box, x: 0 }, frame).x).toBe(32)
  expect(firstView({ width: 300, height: 100 }, { ...box, x: 0 }, frame).scale).toBe(1)
})

test("zooming keeps the point under the pointer", () => {
  const before = { x: 10, y: 20, scale: 1 }
  const after = zoomView(before, 1.25, { x: 110, y: 70 })
  expect(after.scale).toBe(1.25)
  expect((110 - after.x) / after.scale).toBeCloseTo(100)
  expect((70 - after.y) / after.scale).toBeCloseTo(50)
  expect(zoomView(before, 100, { x: 0, y: 0 }).scale).toBe(1.6)
})

test("what is in view does not move, what is outside comes in", () => {
  const view = { x: 0, y: 0, scale: 1 }
  expect(revealBox(view, { x: 100, y: 100, width: 50, height: 50 }, frame)).toEqual(view)
  expect(revealBox(view, { x: 900, y: 100, width: 50, height: 50 }, frame).x).toBe(-182)
  expect(revealBox(view, { x: 100, y: -40, width: 50, height: 50 }, frame).y).toBe(72)
})
