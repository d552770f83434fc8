import { expect, test } from "vitest"
import { readableSizes, sortNames } from "./documents"

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
