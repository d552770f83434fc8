import { expect, test, vi } from "vitest"
import { patchUrl } from "@/lib/urlState"
import { Batcher } from "./batcher"
import { byMetric, rowsOf, truthOf } from "./envelopes"
import { matcher, sectionsOf } from "./sections"
import { patchView, readView } from "./view"

test("loads of one tick are asked for together, and each gets its own answer", async () => {
  const loadMany = vi.fn(async (group: string, keys: string[]) => keys.map((key) => `${group}:${key}`))
  const batcher = new Batcher(loadMany, { waitMs: 1, most: () => 2 })
  const answers = await Promise.all([
    batcher.load("g", "a"),
    batcher.load("g", "b"),
    batcher.load("g", "c"),
    batcher.load("h", "a"),
  ])
  expect(answers).toEqual(["g:a", "g:b", "g:c", "h:a"])
  expect(loadMany.mock.calls.map(([, keys]) => keys)).toEqual([["a", "b"], ["c"], ["a"]])
})

test("an error reaches everybody of the batch", async () => {
  const batcher = new Batcher<string, string>(async () => Promise.reject(new Error("down")), {
    waitMs: 1,
    most: () => 9,
  })
  const results = await Promise.allSettled([batcher.load("g", "a"), batcher.load("g", "b")])
  expect(results.map((result) => result.status)).toEqual(["rejected", "rejected"])
})

const series = {
  run_id: "a",
  metric: "loss",
  x: [0, 1],
  mean: [1, null],
  exact: true,
  points: 2,
  last_line: 1,
  nan: [[1, 1]],
  pos_inf: [],
  neg_inf: [],
}

test("an answer is taken apart by metric; exact series come without an envelope of their own", () => {
  const answer = { series: [series], truth: { runs: 1, points: 2, bucket: null, nan: 1, inf: 0 } }
  const [loss, acc] = byMetric(answer as never, ["loss", "acc"])
  expect([...loss.envelopes[0].low]).toEqual([1, Number.NaN])
  expect([...loss.envelopes[0].count]).toEqual([1, 0])
  expect(truthOf(loss)).toEqual({ runs: 1, points: 2, bucket: null, nan: 1, inf: 0, nonPositive: 0 })
  expect(acc.envelopes).toEqual([])
})

test("live rows are placed on step and time, and asked for on other axes", () => {
  const delta = {
    run_id: "a",
    source: "history",
    first_line: 2,
    lines: 2,
    last_step: 9,
    refetch: false,
    series: { loss: { step: [8, 9], time: [80, 90], value: [1, "NaN"] } },
  } as never
  expect(rowsOf(delta, "loss", { kind: "step" })).toEqual({ x: [8, 9], value: [1, Number.NaN], firstLine: 2, lines: 2 })
  expect(rowsOf(delta, "loss", { kind: "time" })?.x).toEqual([80, 90])
  expect(rowsOf(delta, "loss", { kind: "relative" })).toBeNull()
  expect(rowsOf(delta, "other", { kind: "step" })).toBeNull()
})

test("sections are made of prefixes, numbers in their order, names without a prefix first", () => {
  expect(sectionsOf(["val/loss", "lr", "layer/10", "layer/2", "/odd"])).toEqual([
    { name: "Charts", panels: ["/odd", "lr"] },
    { name: "layer", panels: ["layer/2", "layer/10"] },
    { name: "val", panels: ["val/loss"] },
  ])
})

test("metrics of the machine are sorted by its parts", () => {
  const names = ["system.cpu.0", "system.gpu.0.memory", "system.memory_percent", "system.network.sent"]
  expect(sectionsOf(names).map((section) => section.name)).toEqual(["cpu", "gpu", "memory", "network"])
})

test("panels are found by a regular expression, or by the text itself when it is none", () => {
  const names = ["train/loss", "val/loss", "a(b"]
  expect(names.filter(matcher("^val"))).toEqual(["val/loss"])
  expect(names.filter(matcher("a("))).toEqual(["a(b"])
})

test("a view goes through the address unchanged, and the default leaves nothing in it", () => {
  const start = readView({}, "c.")
  expect(patchUrl({}, patchView({}, start, "c."))).toEqual({})
  const view = {
    ...start,
    axis: { kind: "metric" as const, metric: "a:b/c" },
    smoothing: { kind: "gaussian" as const, amount: 0.25 },
    logY: true,
    ignoreOutliers: true,
    size: "l" as const,
    search: "loss|acc",
    range: [-1.5, 2e6] as [number, number],
    zooms: { "a,b:c%": [0, 10] as [number, number], loss: [5, 1000] as [number, number] },
    flipped: ["lr", "x,y"],
    full: "val/loss",
    folded: ["val", "a b"],
  }
  expect(readView(patchUrl({}, patchView(view, start, "c.")), "c.")).toEqual(view)
})

test("steps that were chosen are told from no choice", () => {
  const start = readView({}, "c.")
  expect(start.axis).toBeNull()
  const chosen = patchView({ axis: { kind: "step" } }, start, "c.")
  expect(readView(patchUrl({}, chosen), "c.").axis).toEqual({ kind: "step" })
})

test("nonsense in the address is no view", () => {
  expect(readView({ "c.range": "5,1", "c.smooth": "magic:2", "c.zoom": "a:5", "c.size": "xxl" }, "c.")).toEqual(
    readView({}, "c."),
  )
})
