import { expect, test } from "vitest"
import { reportOfSlug, slugOf } from "./address"

test("an address says the title and names the report", () => {
  expect(slugOf({ report_id: 1, title: "All blocks" })).toBe("All-blocks--Vmlldzox")
  expect(slugOf({ report_id: 12, title: "???" })).toBe("report--VmlldzoxMg")
  for (const report_id of [1, 12, 123, 4567])
    expect(reportOfSlug(slugOf({ report_id, title: "a -- b" }))).toBe(report_id)
})

test("what names no report is none", () => {
  expect(reportOfSlug("Vmlldzox")).toBe(1)
  expect(reportOfSlug("17")).toBe(17)
  for (const slug of ["", "x", "a--", "a--UnVuOjE", "a--%%"]) expect(reportOfSlug(slug)).toBeNull()
})
