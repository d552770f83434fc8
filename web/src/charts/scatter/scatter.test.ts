import { describe, expect, test } from "vitest"
import { runningBest } from "./best"
import { alongOf, nearestPoint, scaleFor, ticksFor } from "./plane"

describe("running best", () => {
  test("it gets better only, whichever way is good", () => {
    const [x, y] = [
      [1, 2, 3, 4],
      [5, 7, 3, 4],
    ]
    expect(runningBest(x, y, true)).toEqual({ x: [1, 3], y: [5, 3] })
    expect(runningBest(x, y, false)).toEqual({ x: [1, 2], y: [5, 7] })
  })

  test("a run that diverged is no best one, and neither is one without a value", () => {
    const y = [Number.NaN, Number.NEGATIVE_INFINITY, 2, Number.NaN, 1]
    expect(runningBest([1, 2, 3, 4, 5], y, true)).toEqual({ x: [3, 5], y: [2, 1] })
    expect(runningBest([], [], true)).toEqual({ x: [], y: [] })
  })

  test("x decides the order; equal values are no step", () => {
    expect(runningBest([3, 1, 2], [1, 2, 2], true)).toEqual({ x: [1, 3], y: [2, 1] })
  })
})

describe("the plane", () => {
  test("values stand within, with room around them", () => {
    const scale = scaleFor([10, 20, Number.NaN, Number.POSITIVE_INFINITY], {})
    expect(alongOf(scale, 10)).toBeGreaterThan(0)
    expect(alongOf(scale, 20)).toBeLessThan(1)
    expect(alongOf(scale, Number.NaN)).toBeNaN()
  })

  test("a log axis cannot show what is not positive", () => {
    const scale = scaleFor([-1, 0, 0.01, 1], { log: true })
    expect(alongOf(scale, 0)).toBeNaN()
    expect(alongOf(scale, 0.1)).toBeCloseTo(0.5)
  })

  test("ticks are within the axis and tell themselves apart", () => {
    for (const values of [
      [0.001, 0.0013],
      [5, 5],
      [1e6, 9e6],
    ]) {
      const ticks = ticksFor(scaleFor(values, {}), 6)
      expect(ticks.length).toBeGreaterThan(1)
      expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length)
      expect(ticks.every(({ place }) => place >= 0 && place <= 1)).toBe(true)
    }
  })

  test("times get ticks that people count in", () => {
    const start = Date.parse("2026-01-01T10:00:00Z")
    const ticks = ticksFor(scaleFor([start, start + 3600_000], { kind: "time" }), 6)
    expect(ticks.length).toBeGreaterThan(2)
    expect(ticks.every(({ label }) => /:(00|15|30|45)/.test(label))).toBe(true)
  })

  test("the nearest dot is found, and none far away", () => {
    const [xs, ys] = [Float32Array.of(0, 10, Number.NaN), Float32Array.of(0, 10, 5)]
    expect(nearestPoint(xs, ys, { x: 9, y: 9 }, 5)).toBe(1)
    expect(nearestPoint(xs, ys, { x: 5, y: 5 }, 5)).toBe(-1)
  })
})
