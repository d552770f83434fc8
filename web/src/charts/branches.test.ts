import { expect, test } from "vitest"
import type { Envelope } from "./envelope"
import { linesOf } from "./lines"
import { partsOf } from "./paint"
import { NO_SMOOTHING } from "./smoothing"

const column = Float64Array.of(0, 10, 20, 30)
const envelope = { runId: "r", x: column, mean: column, low: column, high: column, exact: true } as unknown as Envelope

const lineWith = (forkStep: number | null) => {
  const branch = { forkStep, parentName: "parent", rewoundTo: null }
  return linesOf([{ envelope, label: "child", colour: "#000", branch }], NO_SMOOTHING)[0]
}
const shown = (forkStep: number | null) =>
  partsOf(lineWith(forkStep)).map(({ part, inherited }) => [inherited, ...part.x])

test("a fork is drawn in two parts that meet at the last inherited point", () => {
  expect(shown(15)).toEqual([
    [true, 0, 10],
    [false, 10, 20, 30],
  ])
  expect(shown(20)[0]).toEqual([true, 0, 10, 20])
})

test("a run without a fork is one part, and a fork without rows of its own is all inherited", () => {
  expect(shown(null)).toEqual([[false, 0, 10, 20, 30]])
  expect(shown(99)).toEqual([
    [true, 0, 10, 20, 30],
    [false, 30],
  ])
})
