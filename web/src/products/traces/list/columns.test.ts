import { expect, test } from "vitest"
import { columnsOf, toggled } from "./columns"

const ids = (url?: string) => columnsOf(url).map((column) => column.id)

test("columns that are not known are left out, and the order is always the same", () => {
  expect(ids("duration,io,what")).toEqual(["io", "duration"])
  expect(ids("none")).toEqual([])
  expect(ids()).toContain("io")
})

test("a column is put in and taken out, and the default leaves the address", () => {
  const added = toggled(undefined, "user")
  expect(ids(added ?? undefined)).toContain("user")
  expect(toggled(added ?? undefined, "user")).toBeNull()
  expect(toggled("io", "io")).toBe("none")
})
