import { expect, test } from "vitest"
import {
  packJson,
  parseSearch,
  patchUrl,
  readChoice,
  readList,
  readNumber,
  safeReturnPath,
  stringifySearch,
  unpackJson,
} from "./urlState"

test("addresses stay readable and survive a round trip", () => {
  const state = { sort: "summary.val/loss:desc", runs: "a,b", q: "50 % & more" }
  const text = stringifySearch(state)
  expect(text).toContain("runs=a,b")
  expect(text).toContain("sort=summary.val/loss:desc")
  expect(parseSearch(text)).toEqual(state)
})

test("absent values leave the address", () => {
  expect(stringifySearch({ a: "", b: undefined, c: null })).toBe("")
  expect(patchUrl({ a: "1", b: "2" }, { a: null, c: 3 })).toEqual({ b: "2", c: "3" })
})

test("values that make no sense fall back", () => {
  expect(readNumber("x", 7)).toBe(7)
  expect(readNumber("12", 7)).toBe(12)
  expect(readList("a,,b")).toEqual(["a", "b"])
  expect(readChoice("sideways", ["up", "down"] as const, "up")).toBe("up")
  expect(unpackJson("not base64 json")).toBeNull()
})

test("packed JSON survives, umlauts included", () => {
  const filter = { field: "config.größe", op: "gt", value: 0.1 }
  expect(unpackJson(packJson(filter))).toEqual(filter)
})

test("login returns to our own pages only", () => {
  expect(safeReturnPath("/ada/digits?q=1")).toBe("/ada/digits?q=1")
  expect(safeReturnPath("https://elsewhere.example")).toBe("/")
  expect(safeReturnPath("//elsewhere.example")).toBe("/")
  expect(safeReturnPath("/\\elsewhere.example")).toBe("/")
  expect(safeReturnPath("/login?return=/x")).toBe("/")
  expect(safeReturnPath(undefined)).toBe("/")
})
