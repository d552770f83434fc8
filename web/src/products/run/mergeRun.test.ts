import { expect, test } from "vitest"
import type { RunDetail, RunRow } from "@/api"
import { mergeRun } from "./mergeRun"

const row = { run_id: "r1", state: "running", display_name: "one" } as RunRow
const run = {
  ...row,
  summary: { loss: 2, best: { loss: 1, at: 3 }, "a.b": 0 },
} as unknown as RunDetail

test("changed leaves are set in place, the others stay", () => {
  const merged = mergeRun(run, { ...row, state: "finished" }, { loss: 0.5, "best.loss": 0.4, "a.b": 9, fresh: 1 })
  expect(merged.state).toBe("finished")
  expect(merged.summary).toEqual({ loss: 0.5, best: { loss: 0.4, at: 3 }, "a.b": 9, fresh: 1 })
  expect(run.summary.loss).toBe(2)
})

test("an event without summary keeps the summary, and brings no fields", () => {
  const merged = mergeRun(run, { ...row, fields: {} }, null)
  expect(merged.summary).toBe(run.summary)
  expect(merged).not.toHaveProperty("fields")
})
