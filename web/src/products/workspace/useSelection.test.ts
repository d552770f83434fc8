import { expect, test } from "vitest"
import { withRange } from "./useSelection"

const runs = ["a", "b", "c", "d"].map((run_id) => ({ run_id }))

test("a range takes in both ends, in either direction, and keeps what was chosen", () => {
  expect([...withRange(new Set(["a"]), runs, "b", "d")].sort()).toEqual(["a", "b", "c", "d"])
  expect([...withRange(new Set(), runs, "c", "b")].sort()).toEqual(["b", "c"])
})

test("a range from a run that has gone is one run", () => {
  expect([...withRange(new Set(), runs, "gone", "b")]).toEqual(["b"])
})
