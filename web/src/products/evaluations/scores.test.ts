import { expect, test } from "vitest"
import type { TrialRow } from "@/api/objects"
import { hasFailed, latencyOf, scoresOf, totalsOf, totalsOfTrials } from "./scores"

const trial = (scores: unknown, error = "") => ({ scores, error }) as TrialRow

test("what scorers gave is told apart by its leaves", () => {
  expect(scoresOf({ exact: true, tone: { warm: 0.5, why: "kind" }, none: null, list: [1] })).toEqual([
    { name: "exact", value: true },
    { name: "tone.warm", value: 0.5 },
    { name: "tone.why", value: "kind" },
  ])
})

test("a client's summary has shares and means; outputs and latency are no scores", () => {
  const summary = {
    output: { n: { mean: 3 } },
    exact: { true_count: 1, true_fraction: 0.5 },
    tone: { warm: { mean: 0.25 } },
    model_latency: { mean: 2 },
  }
  expect(totalsOf(summary)).toEqual([
    { name: "exact", value: 0.5, isShare: true },
    { name: "tone.warm", value: 0.25, isShare: false },
  ])
  expect(latencyOf(summary)).toBe(2)
  expect([totalsOf(null), latencyOf("x")]).toEqual([[], null])
})

test("trials sum up without a client", () => {
  const trials = [trial({ ok: true, n: 1, why: "a" }), trial({ ok: false, n: 3, why: "b" })]
  expect(totalsOfTrials(trials)).toEqual([
    { name: "ok", value: 0.5, isShare: true },
    { name: "n", value: 2, isShare: false },
  ])
  expect([...trials, trial({}, "boom")].map(hasFailed)).toEqual([false, true, true])
})
