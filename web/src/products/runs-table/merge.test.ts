import { expect, test } from "vitest"
import type { RunRow } from "@/api"
import { type RunPages, withCreated, withoutRun, withUpdate } from "./merge"

const row = (run_id: string, more: Partial<RunRow> = {}) =>
  ({ run_id, display_name: run_id, state: "running", tags: [], fields: {}, ...more }) as unknown as RunRow

const pages = (): RunPages => ({
  pages: [
    { runs: [row("a", { fields: { "config.lr": 1 } }), row("b")], total: 3, next_cursor: "x" },
    { runs: [row("c")], total: 3, next_cursor: null },
  ],
  pageParams: [null, "x"],
})
const ids = (result: RunPages) => result.pages.flatMap((page) => page.runs.map((run) => run.run_id))

test("an update changes the row in its place and keeps the other fields", () => {
  const next = withUpdate(pages(), row("a", { state: "finished" }), { loss: 0.5, other: 1 }, ["summary.loss"])
  expect(next.pages[0].runs[0]).toMatchObject({ state: "finished", fields: { "config.lr": 1, "summary.loss": 0.5 } })
  expect(next.pages[0].runs[0].fields).not.toHaveProperty("summary.other")
  expect(ids(next)).toEqual(["a", "b", "c"])
})

test("an update of a run that is not loaded changes nothing", () => {
  const before = pages()
  expect(withUpdate(before, row("z"), null, [])).toBe(before)
})

test("a new run comes on top, once", () => {
  const next = withCreated(pages(), row("n"), null, [])
  expect(ids(next)).toEqual(["n", "a", "b", "c"])
  expect(next.pages.map((page) => page.total)).toEqual([4, 4])
  expect(ids(withCreated(next, row("n"), null, []))).toEqual(["n", "a", "b", "c"])
})

test("a deleted run goes, and the count with it", () => {
  const next = withoutRun(pages(), "c")
  expect(ids(next)).toEqual(["a", "b"])
  expect(next.pages[0].total).toBe(2)
})
