import { describe, expect, test } from "vitest"
import {
  columnDigits,
  formatBytes,
  formatCount,
  formatDelta,
  formatDuration,
  formatExact,
  formatNumber,
  formatRelative,
  plural,
} from "./format"

test.each([
  [0, "0"],
  [42, "42"],
  [1234567, "1234567"],
  [0.1, "0.1"],
  [0.123456, "0.1235"],
  [0.00031234, "0.0003123"],
  [123.456, "123.5"],
  [12345.678, "12346"],
  [-0.5, "−0.5"],
  [1.25e-7, "1.25e−7"],
  [3.2e12, "3.2e12"],
  [Number.NaN, "NaN"],
  [Number.POSITIVE_INFINITY, "∞"],
  [Number.NEGATIVE_INFINITY, "−∞"],
])("formatNumber(%d) is %s", (value, text) => {
  expect(formatNumber(value)).toBe(text)
})

test("absent numbers are a dash, not a zero", () => {
  expect(formatNumber(null)).toBe("–")
  expect(formatDuration(undefined)).toBe("–")
})

test("the exact form keeps every digit", () => {
  expect(formatExact(0.1 + 0.2)).toBe("0.30000000000000004")
  expect(formatExact(-1e-9)).toBe("−1e−9")
})

test.each([
  [999, "999"],
  [1200, "1.2 k"],
  [999_960, "1 M"],
  [38_000_000, "38 M"],
  [4.1e9, "4.1 G"],
])("formatCount(%d) is %s", (value, text) => {
  expect(formatCount(value)).toBe(text)
})

test.each([
  [512, "512 B"],
  [1536, "1.5 KiB"],
  [20 * 1024 ** 2, "20 MiB"],
  [1024 ** 3 - 1, "1 GiB"],
])("formatBytes(%d) is %s", (value, text) => {
  expect(formatBytes(value)).toBe(text)
})

test.each([
  [0.85, "850 ms"],
  [4.25, "4.3 s"],
  [59.6, "1m 00s"],
  [187, "3m 07s"],
  [7500, "2h 05m"],
  [3 * 86400 + 4 * 3600, "3d 04h"],
  [-5, "−5 s"],
])("formatDuration(%d) is %s", (value, text) => {
  expect(formatDuration(value)).toBe(text)
})

describe("relative times", () => {
  const now = new Date("2026-08-01T12:00:00Z")
  test.each([
    ["2026-08-01T11:59:59Z", "now"],
    ["2026-08-01T11:59:18Z", "42 s ago"],
    ["2026-08-01T11:57:00Z", "3 min ago"],
    ["2026-08-01T14:00:00Z", "in 2 h"],
    ["2026-07-20T12:00:00Z", "12 d ago"],
    ["2025-01-05T12:00:00Z", "2025-01-05"],
  ])("%s is %s", (at, text) => {
    expect(formatRelative(new Date(at), now)).toBe(text)
  })
})

test("a column shows as many digits as its values need to differ", () => {
  expect(columnDigits([1, 2, 300])).toBe(0)
  expect(columnDigits([0.5, 1.5])).toBe(3)
  expect(columnDigits([0.91, 0.9123])).toBeGreaterThanOrEqual(4)
  expect(columnDigits([])).toBe(0)
})

test("deltas carry sign and arrow", () => {
  expect(formatDelta(0.0123)).toBe("▲ +0.0123")
  expect(formatDelta(-3)).toBe("▼ −3")
  expect(formatDelta(0)).toBe("= 0")
})

test("counts agree with their noun", () => {
  expect(plural(1, "run")).toBe("1 run")
  expect(plural(1204, "run")).toBe("1,204 runs")
})
