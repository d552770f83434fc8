import { expect, test } from "vitest"
import type { UrlState } from "@/lib/urlState"
import { columnsOf, narrowColumnsOf, toggled } from "./columns"

const ids = (cols?: string) => columnsOf(addressed(cols)).map((column) => column.id)
const addressed = (cols?: string | null): UrlState => (cols === undefined || cols === null ? {} : { cols })

test("columns that are not known are left out, and the order is always the same", () => {
  expect(ids("duration,io,what")).toEqual(["io", "duration"])
  expect(ids("none")).toEqual([])
  expect(ids()).toContain("io")
  expect(ids()).not.toContain("model")
  expect(columnsOf({ show: "spans" }).map((column) => column.id)).toContain("model")
})

test("a column is put in and taken out, and the default leaves the address", () => {
  const added = toggled({}, "user")
  expect(ids(added ?? undefined)).toContain("user")
  expect(toggled(addressed(added), "user")).toBeNull()
  expect(toggled({ cols: "io" }, "io")).toBe("none")
})

test("a small screen shows one column that was asked for", () => {
  const narrow = (url: UrlState) => narrowColumnsOf(url).map((column) => column.id)
  expect(narrow({})).toEqual(["duration", "started"])
  expect(narrow({ cols: "io,service,user,started" })).toEqual(["service", "started"])
  expect(narrow({ judgements: "comment" })).toEqual(["judged", "duration", "started"])
})
