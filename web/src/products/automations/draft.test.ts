import { describe, expect, it } from "vitest"
import type { Automation } from "@/api/automations"
import { bodyOf, type Draft, draftOf, EMPTY } from "./draft"
import { conditionWords } from "./words"

const SAVED: Automation = {
  automation_id: 1,
  name: "a",
  description: null,
  enabled: true,
  collection: null,
  event: "run_state",
  condition: { where: null, states: ["failed"] },
  action: { kind: "nothing" },
  integration: null,
  created_at: "",
  updated_at: "",
  last_fired_at: null,
  last_state: null,
}

const hook = { kind: "webhook", integration_id: 3, payload: { a: `\${run_id}` } } as const

describe("an automation survives its form", () => {
  it.each<Partial<Automation>>([
    { condition: { where: null, states: ["failed", "crashed"] } },
    { event: "alias_added", condition: { where: { field: "alias", op: "eq", value: "prod" } }, action: hook },
    { event: "alias_added", condition: { where: { field: "alias", op: "regex", value: "^p" } } },
    { event: "version_created", condition: { where: null }, collection: "weights" },
    {
      event: "run_metric_threshold",
      condition: { where: null, metric: { metric: "loss", aggregate: null, comparison: "ge", threshold: 0.5 } },
    },
    {
      event: "run_metric_change",
      condition: {
        where: { field: "tags", op: "eq", value: "x" },
        metric: {
          metric: "loss",
          aggregate: "average",
          window: 5,
          prior_window: 7,
          amount: 0.07,
          relative: true,
          direction: "increase",
        },
      },
    },
    {
      event: "run_metric_zscore",
      condition: { where: null, metric: { metric: "loss", window: 30, threshold: 3, direction: "any" } },
      action: { kind: "notification", integration_id: 3, title: "t", text: null, severity: "WARN" },
    },
  ])("%j", (part) => {
    const saved = { ...SAVED, ...part }
    const { event, condition, action, name } = saved
    const collection = saved.collection ? { collection: saved.collection } : {}
    expect(bodyOf(draftOf(saved))).toEqual({ name, event, condition, action, ...collection })
  })
})

describe("what is wrong with a form", () => {
  it.each<[Partial<Draft>, RegExp]>([
    [{}, /where it is sent/],
    [{ action: "nothing", event: "run_metric_threshold", metric: "a", number: "x" }, /number/],
    [{ integration: "3", payload: "{" }, /payload is not JSON/],
    [{ action: "nothing", where: "tags = " }, /ends where a value should stand/],
  ])("%j", (part, message) => {
    expect(() => bodyOf({ ...EMPTY, ...part })).toThrow(message)
  })
})

it("says conditions in words", () => {
  expect(conditionWords({ states: ["failed", "crashed"] })).toBe("to failed or crashed")
  expect(conditionWords({ where: { or: [{ and: [{ field: "alias", op: "eq", value: "prod" }] }] } })).toBe(
    "alias is prod",
  )
  expect(
    conditionWords({ metric: { metric: "loss", comparison: "gt", threshold: 5, aggregate: "max", window: 3 } }),
  ).toBe("max of the last 3 loss > 5")
  expect(conditionWords({ metric: { metric: "loss", amount: 0.5, relative: true, direction: "decrease" } })).toBe(
    "loss falls by 50 %",
  )
  expect(conditionWords({ where: { not: { field: "tags", op: "eq", value: "old" } } })).toBe("not: tags is old")
})
