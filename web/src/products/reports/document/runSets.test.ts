import fc from "fast-check"
import { expect, test } from "vitest"
import type { Filter, JsonObject } from "@/api"
import { asList, asObject } from "./blocks"
import every from "./everyBlock.json"
import { keyOf } from "./keys"
import { changedRunSet, NoRunSetFilter, readRunSet, wholeFilter, writeFilters } from "./runSets"

const HOME = { entity: "alice", project: "p" }
const grid = asObject(every.blocks.find(({ type }) => type === "panel-grid")?.metadata)
const [best, searched] = asList(grid.runSets).map(asObject)

test("a run set of the package is read as the table would ask", () => {
  const set = readRunSet(best, HOME)
  expect(set).toMatchObject({ name: "Best", entity: "alice", project: "p", enabled: true, unread: 0 })
  expect(set.filter).toEqual({
    and: [
      { field: "config.lr", op: "ge", value: 0.001 },
      { field: "summary.loss", op: "le", value: 2 },
      { field: "tags", op: "in", value: ["a"] },
    ],
  })
  expect(set.group).toEqual(["config.lr"])
  expect(set.sort).toEqual([{ field: "created_at", descending: false }])
  expect(wholeFilter(readRunSet(searched, HOME))).toEqual({ field: "display_name", op: "regex", value: "(?i)ru" })
})

test("the older form, a tree, is read too; what is turned off does not count", () => {
  const leaf = (name: string, more: JsonObject = {}) => ({
    op: "=",
    key: { section: "run", name },
    value: "x",
    ...more,
  })
  const tree = {
    op: "OR",
    filters: [{ op: "AND", filters: [leaf("state"), leaf("host", { disabled: true }), leaf("username")] }],
  }
  expect(readRunSet({ filters: tree }, HOME).filter).toEqual({
    and: [
      { field: "state", op: "eq", value: "x" },
      { field: "user", op: "eq", value: "x" },
    ],
  })
})

test("conditions that cannot be read are counted, not forgotten", () => {
  const filters = {
    filterFormat: "filterV2",
    filters: [{ key: { section: "keys_info", name: "a" }, op: "=", value: 1 }],
  }
  expect(readRunSet({ filters }, HOME)).toMatchObject({ filter: null, unread: 1 })
})

test("what is not changed in a run set stays", () => {
  const next = changedRunSet(best, { group: ["config.opt", "state"] })
  expect({ ...next, grouping: best.grouping }).toEqual(best)
  expect(next.grouping).toEqual([
    { section: "config", name: "opt.value" },
    { section: "run", name: "state" },
  ])
})

test("what a run set cannot say is refused", () => {
  const not: Filter = { not: { field: "state", op: "eq", value: "x" } }
  for (const filter of [not, { field: "state", op: "regex", value: "x" } satisfies Filter]) {
    expect(() => writeFilters(filter)).toThrow(NoRunSetFilter)
  }
})

const condition: fc.Arbitrary<Filter> = fc.record({
  field: fc.constantFrom("config.lr", "config.opt.name", "summary.loss", "state", "user", "display_name", "created_at"),
  op: fc.constantFrom("eq", "ne", "lt", "le", "gt", "ge", "in", "nin"),
  value: fc.oneof(fc.integer(), fc.string(), fc.array(fc.string(), { minLength: 1, maxLength: 3 })),
})
const list = (of: fc.Arbitrary<Filter>) => fc.array(of, { minLength: 2, maxLength: 4 })
const all = list(condition).map((and): Filter => ({ and }))
const filter = fc.oneof(
  condition,
  all,
  list(fc.oneof(condition, all)).map((or): Filter => ({ or })),
  list(
    fc.oneof(
      condition,
      list(condition).map((or): Filter => ({ or })),
    ),
  ).map((and): Filter => ({ and })),
)

test("filters of the table come back as they were written", () => {
  fc.assert(
    fc.property(filter, (given) => {
      expect(readRunSet({ filters: writeFilters(given) }, HOME).filter).toEqual(given)
    }),
  )
})

test("fields have keys that lead back to them", () => {
  const grouping = asList(changedRunSet({}, { group: ["config.a.b", "summary.x", "created_at"] }).grouping)
  expect(readRunSet({ grouping }, HOME).group).toEqual(["config.a.b", "summary.x", "created_at"])
  expect(keyOf("created_at")).toEqual({ section: "run", name: "createdAt" })
})
