import { describe, expect, it } from "vitest"
import { DAY_S, expiresAt, ttlText, typedTtl } from "./ttl"

describe("ttl", () => {
  it("is told in the largest unit that fits", () => {
    expect([null, 0, DAY_S, 30 * DAY_S, 365 * DAY_S, 730 * DAY_S, 5400].map(ttlText)).toEqual([
      "For ever",
      "For ever",
      "1 day",
      "30 days",
      "1 year",
      "2 years",
      "1h 30m",
    ])
  })

  it("takes days that may be", () => {
    expect(["3", " 0.5 ", "0", "-1", "x", "", "1e9"].map(typedTtl)).toEqual([
      3 * DAY_S,
      DAY_S / 2,
      null,
      null,
      null,
      null,
      null,
    ])
  })

  it("counts from the creation", () => {
    expect(expiresAt("2030-01-01T00:00:00Z", 2 * DAY_S).toISOString()).toBe("2030-01-03T00:00:00.000Z")
  })
})
