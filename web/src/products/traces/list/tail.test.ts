import { expect, test } from "vitest"
import type { SpanRow, SpansPage } from "@/api/traces"
import { hasNews, movedDown, type SpanPages, withNewest } from "./tail"

const row = (id: number, more: Partial<SpanRow> = {}) =>
  ({ trace_id: "t", span_id: String(id), start: id, ...more }) as SpanRow
const page = (ids: number[], next: string | null = "more"): SpansPage => ({
  spans: ids.map((id) => row(id)),
  next_cursor: next,
})
const known: SpanPages = { pages: [page([6, 5, 4], "a"), page([3, 2], "b")], pageParams: [null, "a"] }
const ids = (pages: SpanPages) => pages.pages.map(({ spans }) => spans.map((span) => Number(span.span_id)))

test("what came stands above what is known, and nothing is there twice", () => {
  const next = withNewest(known, page([8, 7, 6, 5]))
  expect(ids(next)).toEqual([
    [8, 7, 6, 5, 4],
    [3, 2],
  ])
  expect(next.pages.map((one) => one.next_cursor)).toEqual(["a", "b"])
})

test("what is gone from the newest is gone, and what has ended is as it ended", () => {
  const running = {
    ...known,
    pages: [{ ...known.pages[0], spans: [row(6, { is_open: true }), row(5), row(4)] }, known.pages[1]],
  }
  const next = withNewest(running, page([6, 4]))
  expect(ids(next)).toEqual([
    [6, 4],
    [3, 2],
  ])
  expect(next.pages[0].spans[0].is_open).toBeUndefined()
})

test("a gap, or a list that fits one page, begins anew", () => {
  expect(ids(withNewest(known, page([20, 19])))).toEqual([[20, 19]])
  expect(ids(withNewest(known, page([6, 5], null)))).toEqual([[6, 5]])
  expect(ids(withNewest(undefined, page([1])))).toEqual([[1]])
})

test("a row is found again where it has gone", () => {
  const after = [8, 7, 6, 5].map((id) => row(id))
  expect(movedDown(["t.6", "t.5"], after, 0)).toBe(2)
  expect(movedDown(["t.9"], after, 0)).toBe(0)
  expect(movedDown([], after, 3)).toBe(0)
})

test("there are news when a span is new, gone or another, as far down as is known", () => {
  expect(hasNews(undefined, page([]))).toBe(true)
  expect(hasNews(known, page([6, 5, 4, 3, 2, 1, 0]))).toBe(false)
  expect(hasNews(known, page([6, 5]))).toBe(false)
  expect(hasNews(known, page([7, 6, 5]))).toBe(true)
  expect(hasNews(known, page([6, 4]))).toBe(true)
  expect(hasNews(known, { spans: [row(6, { name: "renamed" }), row(5)], next_cursor: "more" })).toBe(true)
  const all: SpanPages = { pages: [page([2, 1], null)], pageParams: [null] }
  expect(hasNews(all, page([2, 1], null))).toBe(false)
  expect(hasNews(all, page([2, 1, 0], null))).toBe(true)
})
