import { expect, test } from "vitest"
import { contentHeight, MAX_SCROLL_PX, rowWindow, scrollRatio, scrollTopOf } from "./fixedWindow"

const small = { count: 100, rowPx: 20, viewPx: 200 }
const huge = { count: 1_000_000, rowPx: 18, viewPx: 600 }

test("a small list scrolls as it is", () => {
  expect(scrollRatio(small)).toBe(1)
  expect(rowWindow(405, small, 0)).toEqual({ first: 20, end: 31, topPx: 400 })
})

test("a million rows fit the browser's limit and both ends are reached", () => {
  expect(contentHeight(huge)).toBe(MAX_SCROLL_PX)
  expect(rowWindow(0, huge, 0)).toMatchObject({ first: 0, topPx: 0 })
  const bottom = MAX_SCROLL_PX - huge.viewPx
  const { first, end, topPx } = rowWindow(bottom, huge, 0)
  expect(end).toBe(1_000_000)
  expect(topPx + (end - first) * huge.rowPx).toBeCloseTo(MAX_SCROLL_PX, 3)
})

test("jumping to a row brings it into view", () => {
  for (const row of [0, 17, 499_999, 999_999]) {
    const { first, end } = rowWindow(scrollTopOf(row, huge, 0.5), huge, 0)
    expect(first).toBeLessThanOrEqual(row)
    expect(end).toBeGreaterThan(row)
  }
})

test("the window never leaves the list", () => {
  expect(rowWindow(1e9, small)).toMatchObject({ end: 100 })
  expect(rowWindow(-50, small)).toMatchObject({ first: 0 })
  expect(rowWindow(0, { ...small, count: 0 })).toMatchObject({ first: 0, end: 0 })
})
