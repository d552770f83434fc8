import { describe, expect, test } from "vitest"
import { patchUrl, type UrlState } from "@/lib/urlState"
import { parameter, sweepDetail } from "./fixture"
import { bestFirst, isSearched, patchView, readView, runsFilter, type SweepView } from "./view"

const sweep = sweepDetail()
const changed = (url: UrlState, change: Partial<SweepView>) => patchUrl(url, patchView(change, sweep))

describe("the view in the address", () => {
  test("an empty address shows what the sweep searches, then its metric", () => {
    const view = readView({}, sweep)
    expect(view.axes).toEqual(["config.lr", "config.opt", "summary.val/loss"])
    expect(view.metric).toBe("summary.val/loss")
    expect([...view.log]).toEqual(["config.lr"])
    expect(view.lowIsBest).toBe(true)
  })

  test("what is changed can be read again", () => {
    const change: Partial<SweepView> = {
      metric: "summary.acc",
      lowIsBest: false,
      axes: ["config.opt", "summary.acc"],
      brushes: { "config.lr": { low: 0.001, high: 0.01 }, "config.opt": { categories: ["a"] } },
      log: new Set(["summary.acc"]),
      hidden: new Set(["r1", "r2"]),
    }
    expect(readView(changed({}, change), sweep)).toEqual(change)
  })

  test("what is as usual does not stand in the address", () => {
    const usual = readView({}, sweep)
    const url = changed({ metric: "summary.x", goal: "max", log: "a", hide: "r" }, { ...usual, axes: undefined })
    expect(url).toEqual({})
  })

  test("a sweep without a metric has none until one is chosen", () => {
    const free = sweepDetail({ metric: null })
    expect(readView({}, free)).toMatchObject({ metric: null, axes: ["config.lr", "config.opt"] })
    expect(bestFirst(readView({}, free))).toEqual([])
    expect(readView({ metric: "summary.acc" }, free).metric).toBe("summary.acc")
  })

  test("the best runs come first, whichever way is good", () => {
    expect(bestFirst(readView({}, sweep))).toEqual([{ field: "summary.val/loss", descending: false }])
    expect(bestFirst(readView({ goal: "max" }, sweep))[0].descending).toBe(true)
  })
})

test("parameters with one value are not searched", () => {
  expect(isSearched(parameter("x", { min: 1, max: 1 }))).toBe(false)
  expect(isSearched(parameter("x", { values: [1], min: null, max: null }))).toBe(false)
  expect(isSearched(parameter("x", { distribution: "normal", min: null, max: null }))).toBe(true)
})

describe("the filter of the table", () => {
  const ofSweep = { field: "sweep", op: "eq", value: "s1" }

  test("brushes narrow it, both ends included", () => {
    expect(runsFilter("s1", { "config.lr": { low: 1, high: 2 } }, null)).toEqual({
      and: [ofSweep, { field: "config.lr", op: "ge", value: 1 }, { field: "config.lr", op: "le", value: 2 }],
    })
  })

  test("a category may be a text or what it reads like", () => {
    const filter = runsFilter("s1", { "config.x": { categories: ["adam", "true", "16", "[1,2]"] } }, null)
    expect(filter).toEqual({
      and: [ofSweep, { field: "config.x", op: "in", value: ["adam", "true", true, "16", 16, "[1,2]"] }],
    })
  })

  test("a filter of the person's own is kept", () => {
    const own = { field: "state", op: "eq" as const, value: "finished" }
    expect(runsFilter("s1", {}, own)).toEqual({ and: [ofSweep, own] })
    expect(runsFilter("s1", {}, null)).toEqual(ofSweep)
  })
})
