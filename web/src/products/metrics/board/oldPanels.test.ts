import { expect, test } from "vitest"
import { parseOldPanels } from "./oldPanels"

test("panels of earlier addresses are read, whatever their fields are called", () => {
  expect(parseOldPanels("scatter:log config.lr|summary.val/loss~parallel:config.a%7Cb|log config.%7E%3A%25")).toEqual([
    { id: "+1", kind: "scatter", fields: ["config.lr", "summary.val/loss"], log: ["config.lr"] },
    { id: "+2", kind: "parallel", fields: ["config.a|b", "config.~:%"], log: ["config.~:%"] },
  ])
})

test("what is no panel is left out", () => {
  expect(parseOldPanels("pie:a|b~scatter:a~~parallel:a|a~scatter:a|b")).toEqual([
    { id: "+1", kind: "scatter", fields: ["a", "b"], log: [] },
  ])
  expect(parseOldPanels(undefined)).toEqual([])
})
