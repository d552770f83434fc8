import { expect, test } from "vitest"
import { newGrid, panelsOf, withPanelConfig, withPanelSize } from "./panels"

const panel = (id: string, x: number, y: number) => ({
  __id__: id,
  viewType: "Bar Chart",
  config: { metrics: [id], kept: 1 },
  layout: { x, y, w: 12, h: 7 },
})
const grid = newGrid("e", "p", [panel("a", 0, 0), panel("b", 12, 0), panel("c", 0, 7), panel("d", 12, 7)])
const placesOf = (change: ReturnType<typeof withPanelSize>) =>
  panelsOf({ ...grid, ...change }).map(({ layout: { x, y, w, h } }) => [x, y, w, h])

test("a panel that grows pushes down what it would cover, and nothing else moves", () => {
  expect(placesOf(withPanelSize(grid, 0, [12, 9]))).toEqual([
    [0, 0, 12, 9],
    [12, 0, 12, 7],
    [0, 9, 12, 7],
    [12, 7, 12, 7],
  ])
  expect(placesOf(withPanelSize(grid, 0, [24, 7]))).toEqual([
    [0, 0, 24, 7],
    [12, 7, 12, 7],
    [0, 7, 12, 7],
    [12, 14, 12, 7],
  ])
})

test("a changed configuration keeps what was not named", () => {
  const changed = panelsOf({ ...grid, ...withPanelConfig(grid, 1, { chartTitle: "B", metrics: null }) })
  expect(changed[1].config).toEqual({ kept: 1, chartTitle: "B" })
  expect(changed[0].config).toEqual({ metrics: ["a"], kept: 1 })
})
