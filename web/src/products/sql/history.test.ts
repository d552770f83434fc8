import { beforeEach, expect, test } from "vitest"
import { readHistory, remember } from "./history"

beforeEach(() => localStorage.clear())

test("questions are remembered once, the newest first, of each project its own", () => {
  for (const query of ["SELECT 1", "SELECT 2", "SELECT 1"]) remember("a", "p", query)
  expect(readHistory("a", "p")).toEqual(["SELECT 1", "SELECT 2"])
  expect(readHistory("a", "other")).toEqual([])
  for (let at = 0; at < 50; at++) remember("a", "p", `SELECT ${at}`)
  expect(readHistory("a", "p")).toHaveLength(30)
})

test("what is not a list of texts is no history", () => {
  localStorage.setItem("runlake.sql.a/p", '{"x": 1}')
  expect(readHistory("a", "p")).toEqual([])
  localStorage.setItem("runlake.sql.a/p", "[1, null")
  expect(readHistory("a", "p")).toEqual([])
})
