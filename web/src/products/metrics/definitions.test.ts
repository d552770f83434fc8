import { expect, test } from "vitest"
import { EMPTY_BOARD } from "./board/board"
import { isOfCanvas, viewOf } from "./board/viewOf"
import { definitionsOf } from "./definitions"
import { readView } from "./view"

const metric = (name: string, step_metric: string | null = null, hidden = false) => ({
  ...{ name, step_metric, hidden },
  kind: "number",
  run_count: 1,
})
const EPOCH = { kind: "metric" as const, metric: "epoch" }

test("metrics have the axis that runs define; the client's own keys are axes of ours", () => {
  const found = definitionsOf([
    metric("loss"),
    metric("val/loss", "epoch"),
    metric("speed", "_runtime"),
    metric("noise", "_step", true),
  ])
  expect([...found.axes]).toEqual([
    ["val/loss", EPOCH],
    ["speed", { kind: "relative" }],
    ["noise", { kind: "step" }],
  ])
  expect([...found.hidden]).toEqual(["noise"])
})

test("a panel's own axis counts before its section's, then the canvas's, then the defined one, then steps", () => {
  const canvas = readView({}, "c.")
  const board = {
    ...EMPTY_BOARD,
    lines: { a: { axis: { kind: "step" as const } } },
    sections: { val: { axis: { kind: "time" as const } } },
  }
  const timed = readView({ "c.x": "relative" }, "c.")
  expect(viewOf(canvas, undefined, "a").axis.kind).toBe("step")
  expect(viewOf(canvas, EPOCH, "a").axis).toEqual(EPOCH)
  expect(viewOf(timed, EPOCH, "a").axis.kind).toBe("relative")
  expect(viewOf(timed, EPOCH, "b", "val", board).axis.kind).toBe("time")
  expect(viewOf(canvas, EPOCH, "a", "val", board).axis.kind).toBe("step")
})

test("a range of all panels is one of steps: a panel over something else does not take it", () => {
  const canvas = readView({ "c.range": "5,10" }, "c.")
  expect(viewOf(canvas, undefined, "a").range).toEqual([5, 10])
  expect(viewOf(canvas, EPOCH, "a").range).toBeNull()
  expect([isOfCanvas(EPOCH, canvas), isOfCanvas({ kind: "step" }, canvas)]).toEqual([false, true])
})
