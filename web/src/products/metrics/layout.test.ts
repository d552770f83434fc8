import { expect, test } from "vitest"
import { GAP_PX, HEADER_PX, layoutSections, PANEL_PX, panelsIn, sectionsIn } from "./layout"

const names = (count: number, prefix: string) => Array.from({ length: count }, (_, index) => `${prefix}/${index}`)
const sections = [
  { name: "a", metrics: names(7, "a") },
  { name: "b", metrics: names(10_000, "b") },
]
const width = 3 * PANEL_PX.m.width + 2 * GAP_PX

test("sections stand below each other, as high as their rows", () => {
  const { places, columns, rowPx, height } = layoutSections(sections, [], "m", width)
  expect(columns).toBe(3)
  expect(places[0]).toMatchObject({ top: 0, height: HEADER_PX + 3 * rowPx + 12 })
  expect(places[1].top).toBe(places[0].height)
  expect(height).toBe(places[1].top + places[1].height)
})

test("a folded section is its header, and a narrow canvas has one column", () => {
  const { places, columns } = layoutSections(sections, ["a"], "l", 100)
  expect([places[0].height, columns]).toEqual([HEADER_PX, 1])
})

test("of ten thousand panels those in the window are made", () => {
  const layout = layoutSections(sections, [], "m", width)
  const window = { top: 200_000, bottom: 201_000 }
  const found = sectionsIn(layout, window)
  expect(found.map((place) => place.section.name)).toEqual(["b"])
  const { row, metrics } = panelsIn(found[0], layout, window)
  const top = found[0].top + HEADER_PX + row * layout.rowPx
  expect(top).toBeLessThanOrEqual(window.top)
  expect(top + layout.rowPx).toBeGreaterThan(window.top)
  expect(metrics.length).toBeLessThanOrEqual(6 * 3)
  expect(metrics[0]).toBe(`b/${row * 3}`)
})

test("the first rows of a section below the window's top begin with its first", () => {
  const layout = layoutSections(sections, [], "m", width)
  expect(panelsIn(layout.places[1], layout, { top: 0, bottom: layout.places[1].top + 50 })).toEqual({
    row: 0,
    metrics: ["b/0", "b/1", "b/2"],
  })
})
