import { expect, test } from "vitest"
import { readableSizes, readableSummary, sortNames } from "./documents"

test("names are in natural order, the client's own last", () => {
  expect(Object.keys(sortNames({ _step: 1, "layer10/x": 1, "layer9/x": 1, acc: 1 }))).toEqual([
    "acc",
    "layer9/x",
    "layer10/x",
    "_step",
  ])
})

test("byte counts become readable, other numbers stay", () => {
  expect(
    readableSizes({ memory: { total: "270553174016" }, cpu_count: 32, disk: { "/": { used: 1024 ** 3 } } }),
  ).toEqual({
    memory: { total: "252 GiB" },
    cpu_count: 32,
    disk: { "/": { used: "1 GiB" } },
  })
})

test("the client's clock reads as time and duration", () => {
  const shown = readableSummary({ _timestamp: 1_790_000_000, _runtime: 75, loss: 1 })
  expect(shown).toEqual({ loss: 1, _runtime: "1m 15s", _timestamp: expect.stringContaining("2026-09-2") })
})
