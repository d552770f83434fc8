import { expect, test } from "vitest"
import { boxesIn, GAP_PX, HEADER_PX, layoutSections, PANEL_PX, sectionsIn } from "./layout"

const names = (count: number, prefix: string) => Array.from({ length: count }, (_, index) => `${prefix}/${index}`)
const sections = [
  { name: "a", panels: names(7, "a") },
  { name: "b", panels: names(10_000, "b") },
]
const widthPx = 3 * PANEL_PX.m.width + 2 * GAP_PX
const plain = { folded: [], sizeOf: () => "m" as const, sizes: {}, widthPx }
const cells = (panels: string[], sizes: Record<string, [number, number]>) =>
  layoutSections([{ name: "a", panels }], { ...plain, sizes }).places[0].boxes.map(
    ({ panel, column, row, width, height }) => `${panel} ${column},${row} ${width}x${height}`,
  )

test("sections stand below each other, as high as their rows", () => {
  const { places, height } = layoutSections(sections, plain)
  expect(places[0].columns).toBe(3)
  expect(places[0]).toMatchObject({ top: 0, height: HEADER_PX + 3 * places[0].rowPx + 12 })
  expect(places[1].top).toBe(places[0].height)
  expect(height).toBe(places[1].top + places[1].height)
})

test("a folded section is its header, and a narrow canvas has one column", () => {
  const { places } = layoutSections(sections, { ...plain, folded: ["a"], sizeOf: () => "l", widthPx: 100 })
  expect([places[0].height, places[1].columns]).toEqual([HEADER_PX, 1])
})

test("sections may have panels of another size", () => {
  const { places } = layoutSections(sections, { ...plain, sizeOf: (name) => (name === "a" ? "l" : "s") })
  expect(places.map(({ columns }) => columns)).toEqual([1, 4])
})

test("large panels take their columns and rows, and the others stand around them in their order", () => {
  expect(cells(["a", "b", "c", "d", "e"], { b: [2, 2] })).toEqual([
    "a 0,0 1x1",
    "b 1,0 2x2",
    "c 0,1 1x1",
    "d 0,2 1x1",
    "e 1,2 1x1",
  ])
})

test("a panel is no wider than its section", () => {
  expect(cells(["a", "b"], { a: [9, 1] })).toEqual(["a 0,0 3x1", "b 0,1 1x1"])
})

test("of ten thousand panels those in the window are made", () => {
  const layout = layoutSections(sections, plain)
  const window = { top: 200_000, bottom: 201_000 }
  const found = sectionsIn(layout, window)
  expect(found.map((place) => place.section.name)).toEqual(["b"])
  const boxes = boxesIn(found[0], window)
  const top = found[0].top + HEADER_PX + boxes[0].row * found[0].rowPx
  expect(top).toBeLessThanOrEqual(window.top)
  expect(top + found[0].rowPx).toBeGreaterThan(window.top)
  expect(boxes.length).toBeLessThanOrEqual(6 * 3)
  expect(boxes[0].panel).toBe(`b/${boxes[0].row * 3}`)
})

test("a high panel is made as long as any of it is in the window", () => {
  const { places } = layoutSections(sections, { ...plain, sizes: { "a/0": [1, 3] } })
  const below = { top: HEADER_PX + 2 * places[0].rowPx, bottom: HEADER_PX + 3 * places[0].rowPx }
  expect(boxesIn(places[0], below).map(({ panel }) => panel)).toEqual(["a/0", "a/5", "a/6"])
})
