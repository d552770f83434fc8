import { expect, test } from "vitest"
import type { RunGroup, RunRow } from "@/api"
import { groupIdOf, isHidden, TOP, toggledHidden } from "@/lib/groups"
import { groupLabel, type Level, linesOf } from "./groupTree"

const group = (value: string | number | null, run_count = 2): RunGroup => ({
  values: [value],
  run_count,
  filter: { field: "f", op: "eq", value },
  columns: {},
})
const runs = (...ids: string[]) => ids.map((run_id) => ({ run_id })) as RunRow[]
const texts = (lines: ReturnType<typeof linesOf>) => lines.map((line) => `${" ".repeat(line.depth)}${line.lineId}`)

test("closed groups are a list; opened ones hold groups, then runs", () => {
  const levels = new Map<string, Level>([
    [TOP, { groups: [group("adam"), group("sgd")], total: 2 }],
    [groupIdOf(["adam"]), { groups: [group(0.1)], total: 1 }],
    [groupIdOf(["adam", 0.1]), { runs: runs("r1", "r2"), total: 5 }],
  ])
  expect(texts(linesOf(levels, new Map()))).toEqual(['["adam"]', '["sgd"]'])
  const open = new Map([["adam"], ["adam", 0.1]].map((values) => [groupIdOf(values), { values, filter: { and: [] } }]))
  const lines = linesOf(levels, open)
  expect(texts(lines)).toEqual(['["adam"]', ' ["adam",0.1]', "  r1", "  r2", '  more ["adam",0.1]', '["sgd"]'])
  expect(lines[4]).toMatchObject({ left: 3, what: "run" })
  expect(lines[1]).toMatchObject({
    filter: {
      and: [
        { field: "f", op: "eq", value: "adam" },
        { field: "f", op: "eq", value: 0.1 },
      ],
    },
  })
})

test("an opened group that is on its way keeps a line for it", () => {
  const levels = new Map<string, Level>([[TOP, { groups: [group(null)], total: 3 }]])
  const open = new Map([[groupIdOf([null]), { values: [null], filter: { and: [] } }]])
  expect(linesOf(levels, open).map((line) => line.kind)).toEqual(["group", "waiting", "more"])
  expect(linesOf(new Map(), new Map()).map((line) => line.kind)).toEqual(["waiting"])
})

test("a hidden group hides what is in it, and showing it shows all of that", () => {
  const hidden = toggledHidden([], ["adam"])
  expect(isHidden(["adam", 0.1], hidden)).toBe(true)
  expect(isHidden(["sgd", 0.1], hidden)).toBe(false)
  expect(isHidden(["adam"], [["adam", null]])).toBe(false)
  expect(toggledHidden([["adam", 0.1], ["sgd"]], ["adam"])).toEqual([["sgd"], ["adam"]])
  expect(toggledHidden([["adam"]], ["adam", 0.1])).toEqual([])
})

test("a group is named by its fields", () => {
  expect(groupLabel(["config.opt", "state"], ["adam", null])).toBe("opt: adam · State: none")
})
