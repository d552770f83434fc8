import { expect, test } from "vitest"
import { axisIncrements, describeX, tick, xLabels, yLabels } from "./axis"

test("ticks are short, and as precise as their distance", () => {
  expect(yLabels([0, 5000, 10000, 15000])).toEqual(["0", "5000", "10k", "15k"])
  expect(yLabels([0, 2.5e-4, 5e-4, 0.001])).toEqual(["0", "2.5e-4", "5e-4", "0.001"])
  expect(yLabels([0.12345, 0.12346, 0.12347])).toEqual(["0.12345", "0.12346", "0.12347"])
  expect(yLabels([1e-12, 1, null, 1e9])).toEqual(["1e-12", "1", "", "1G"])
  expect(tick(-2_500_000, 500_000)).toBe("-2.5M")
})

test("wall time shows the clock, and the day where a new one begins", () => {
  const night = new Date(2026, 0, 31, 22).getTime()
  const labels = xLabels("time", [night, night + 3_600_000, night + 7_200_000])
  expect(labels).toEqual(["22:00", "23:00", "02-01"])
})

test("relative time is in units that people count in", () => {
  expect(xLabels("relative", [0, 60, 120])).toEqual(["0", "1m 00s", "2m 00s"])
  expect(axisIncrements("relative")).toContain(3600)
  expect(axisIncrements("step")?.[0]).toBe(1)
})

test("the tooltip says where it is", () => {
  expect(describeX("step", 12000)).toBe("step 12,000")
  expect(describeX("relative", 90)).toBe("after 1m 30s")
  expect(describeX("metric", 0.5, "epoch")).toBe("epoch 0.5")
})
