import { expect, test } from "vitest"
import { readEyes, SHOWN_AT_FIRST, shownOf, toggled, writeEyes } from "./eyes"

const runs = Array.from({ length: 15 }, (_, index) => ({ run_id: `r${index}` }))
const ids = (shown: { run_id: string }[]) => shown.map((run) => run.run_id)

test("the first runs are shown until somebody chooses", () => {
  expect(shownOf(runs, "first")).toHaveLength(SHOWN_AT_FIRST)
  expect(shownOf(runs, "all")).toHaveLength(15)
  expect(shownOf(runs, [])).toEqual([])
})

test("closing an eye keeps the others open", () => {
  const eyes = toggled(runs, "first", "r3")
  expect(ids(shownOf(runs, eyes))).toEqual(["r0", "r1", "r2", "r4", "r5", "r6", "r7", "r8", "r9"])
  expect(ids(shownOf(runs, toggled(runs, eyes, "r12")))).toContain("r12")
})

test("eyes go through the address unchanged", () => {
  for (const eyes of ["first", "all", [], ["a", "b c"]] as const) {
    expect(readEyes(writeEyes(eyes) ?? undefined)).toEqual(eyes)
  }
})
