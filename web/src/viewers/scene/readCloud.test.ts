import { expect, test } from "vitest"
import { readCloud } from "./readCloud"

test("points without colour, with a category, with red, green and blue", () => {
  const plain = readCloud([
    [0, 1, 2],
    [3, 4, 5],
  ])
  expect([...plain.positions]).toEqual([0, 1, 2, 3, 4, 5])
  expect(plain.colours).toBeNull()
  const [one, other] = [readCloud([[0, 0, 0, 1]]), readCloud([[0, 0, 0, 2]])]
  expect([...(one.colours ?? [])]).not.toEqual([...(other.colours ?? [])])
  expect([...(readCloud([[0, 0, 0, 255, 0, 51]]).colours ?? [])]).toEqual([1, 0, expect.closeTo(0.2)])
})

test("a scene with boxes and arrows; broken ones are left out", () => {
  const corners = Array.from({ length: 8 }, (_, corner) => [corner, 0, 0])
  const cloud = readCloud({
    type: "lidar/beta",
    points: [[0, 0, 0], "x", [1]],
    boxes: [{ corners, label: "car", color: [300, 0, 9] }, { corners: [[0, 0, 0]] }, null],
    vectors: [{ start: [0, 0, 0], end: [0, 0, 1] }, {}],
  })
  expect(cloud.positions.length).toBe(3)
  expect(cloud.boxes).toMatchObject([{ label: "car", colour: "rgb(255,0,9)" }])
  expect(cloud.arrows).toHaveLength(1)
})

test("a file without points is refused", () => {
  expect(() => readCloud({ a: 1 })).toThrow("no points")
  expect(() => readCloud(null)).toThrow("no points")
})
