import { expect, test } from "vitest"
import { chooseFields } from "./start"
import { titleOf } from "./titles"
import { withLog } from "./withLog"

test("a new panel begins with fields that people chose and logged", () => {
  const fields = ["summary._step", "config.lr", "summary.loss", "config.width"]
  expect(chooseFields("scatter", fields)).toEqual(["config.lr", "summary.loss"])
  expect(chooseFields("parallel", fields)).toEqual(["config.lr", "config.width", "summary.loss"])
  expect(chooseFields("scatter", ["summary.loss", "summary.acc"])).toEqual(["summary.acc", "summary.loss"])
  expect(chooseFields("scatter", ["summary.loss"])).toEqual(["summary.loss"])
})

test("an axis becomes logarithmic and linear again", () => {
  const panel = { kind: "scatter" as const, fields: ["a", "b"], log: [] }
  expect(withLog(withLog(panel, "a", true), "b", true).log).toEqual(["a", "b"])
  expect(withLog({ ...panel, log: ["a"] }, "a", false).log).toEqual([])
})

test("panels are called after what they show, unless they have a name", () => {
  expect(titleOf({ kind: "scatter", fields: ["config.lr", "summary.loss"] })).toBe("loss over lr")
  expect(titleOf({ kind: "bar", fields: ["val/acc"], statistic: "max" })).toBe("Greatest val/acc")
  expect(titleOf({ kind: "markdown", fields: [], text: "\n## Plan for **May**\nmore" })).toBe("Plan for **May**")
  expect(titleOf({ kind: "bar", fields: ["val/acc"], title: "Mine" })).toBe("Mine")
})
