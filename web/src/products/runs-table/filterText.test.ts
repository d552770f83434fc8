import { expect, test } from "vitest"
import type { Filter } from "@/api"
import { FilterTextError, formatFilter, parseFilterText } from "./filterText"

const lr: Filter = { field: "config.lr", op: "gt", value: 0.1 }
const running: Filter = { field: "state", op: "eq", value: "running" }

test.each<[string, Filter]>([
  ["config.lr > 0.1", lr],
  ['state = "running"', running],
  ['config.lr > 0.1 and state = "running"', { and: [lr, running] }],
  ['config.lr > 0.1 or state = "running"', { or: [lr, running] }],
  ['config.lr > 0.1 and (state = "running" or config.lr > 0.1)', { and: [lr, { or: [running, lr] }] }],
  ['config.lr > 0.1 or state = "running" and config.lr > 0.1', { or: [lr, { and: [running, lr] }] }],
  ["not (config.lr > 0.1 and config.lr > 0.1)", { not: { and: [lr, lr] } }],
  ["summary.train/loss is missing", { field: "summary.train/loss", op: "exists", value: false }],
  ["created_at within 7d", { field: "created_at", op: "within_s", value: 604_800 }],
  ["created_at within 90m", { field: "created_at", op: "within_s", value: 5_400 }],
  ["tag:prod exists", { field: "tag:prod", op: "exists", value: true }],
  ['config.opt in ("adam", "sgd", 3)', { field: "config.opt", op: "in", value: ["adam", "sgd", 3] }],
  ["config.opt not in ()", { field: "config.opt", op: "nin", value: [] }],
  ['`config.odd name (1)` matches "^a\\"b"', { field: "config.odd name (1)", op: "regex", value: '^a"b' }],
  ["config.flag != true", { field: "config.flag", op: "ne", value: true }],
  ['config.text = "0.1"', { field: "config.text", op: "eq", value: "0.1" }],
])("%s and its tree are the same thing", (text, tree) => {
  expect(parseFilterText(text)).toEqual(tree)
  expect(formatFilter(tree)).toBe(text)
})

test("people may write it shorter", () => {
  expect(parseFilterText("lr>=1e-3 AND state is running")).toEqual({
    and: [
      { field: "lr", op: "ge", value: 0.001 },
      { field: "state", op: "eq", value: "running" },
    ],
  })
  expect(parseFilterText("name ~ deep or state is not failed")).toEqual({
    or: [
      { field: "name", op: "contains", value: "deep" },
      { field: "state", op: "ne", value: "failed" },
    ],
  })
  expect(parseFilterText("host contains 12")).toEqual({ field: "host", op: "contains", value: "12" })
  expect(parseFilterText("  ")).toBeNull()
})

test.each([
  ["lr >", "ends", 4],
  ["lr 0.1", "comparison", 3],
  ["(lr > 1", "“)”", 7],
  ["lr > 1 state = x", "“and” or “or”", 7],
  ["lr ! 1", "cannot be read", 2],
])("%s says what is wrong and where", (text, message, at) => {
  try {
    parseFilterText(text)
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(FilterTextError)
    expect((error as FilterTextError).message).toContain(message)
    expect((error as FilterTextError).at).toBe(at)
  }
})
