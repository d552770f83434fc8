import { expect, test } from "vitest"
import { firstPanel, formatPanels, parsePanels, type RunPanelSpec, withLog } from "./spec"

test("panels stand in the address and can be read again, whatever their fields are called", () => {
  const panels: RunPanelSpec[] = [
    { kind: "scatter", fields: ["config.lr", "summary.val/loss"], log: ["config.lr"] },
    { kind: "parallel", fields: ["config.a|b", "config.~:%", "summary.x"], log: ["config.~:%"] },
  ]
  expect(parsePanels(formatPanels(panels))).toEqual(panels)
  expect(formatPanels(panels.slice(0, 1))).toBe("scatter:log config.lr|summary.val/loss")
})

test("what is no panel is left out", () => {
  expect(parsePanels("pie:a|b~scatter:a~~parallel:a|a~scatter:a|b")).toEqual([
    { kind: "scatter", fields: ["a", "b"], log: [] },
  ])
  expect(parsePanels(undefined)).toEqual([])
})

test("an axis becomes logarithmic and linear again", () => {
  const panel: RunPanelSpec = { kind: "scatter", fields: ["a", "b"], log: [] }
  expect(withLog(withLog(panel, "a", true), "b", true).log).toEqual(["a", "b"])
  expect(withLog({ ...panel, log: ["a"] }, "a", false).log).toEqual([])
})

test("a new panel begins with fields that people chose and logged", () => {
  const fields = ["summary._step", "config.lr", "summary.loss", "config.width"]
  expect(firstPanel("scatter", fields)?.fields).toEqual(["config.lr", "summary.loss"])
  expect(firstPanel("parallel", fields)?.fields).toEqual(["config.lr", "config.width", "summary.loss"])
  expect(firstPanel("scatter", ["summary.loss"])).toBeNull()
})
