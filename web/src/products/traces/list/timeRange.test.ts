import { expect, test } from "vitest"
import { rangeName, rangeOf, rangePatch, shortTime } from "./timeRange"

test("times of one's own come before a range with a name", () => {
  expect(rangeOf({ since: "5", until: "9", range: "1h" }, 100)).toEqual({ since: 5, until: 9 })
  expect(rangeName({ since: "5", range: "1h" })).toBe("own")
})

test("a range with a name ends now and stays open", () => {
  expect(rangeOf({ range: "1h" }, 10_000_000)).toEqual({ since: 6_400_000 })
  expect(rangeOf({}, 1)).toEqual({})
})

test("what is no time is none", () => {
  expect(rangeOf({ since: "x", until: "-1" }, 1)).toEqual({})
  expect(rangeName({ range: "9y" })).toBe("all")
})

test("a range that was drawn is said in whole ms", () => {
  expect(rangePatch({ since: 1.2, until: 2.2 })).toEqual({ range: null, since: 1, until: 3 })
  expect(rangePatch(null)).toEqual({ range: null, since: null, until: null })
})

test("a time is as long as it has to be", () => {
  const now = new Date(2026, 4, 9, 12, 0, 0).getTime()
  expect(shortTime(new Date(2026, 4, 9, 8, 5, 30).getTime(), now)).toBe("08:05:30")
  expect(shortTime(new Date(2026, 3, 30, 8, 5).getTime(), now)).toBe("04-30 08:05")
  expect(shortTime(new Date(2025, 3, 30, 8, 5).getTime(), now)).toBe("2025-04-30 08:05")
})
