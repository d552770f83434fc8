import { expect, test } from "vitest"
import type { ColumnStatistics } from "@/api"
import { describeStatistics } from "./statistics"

const none: ColumnStatistics = {
  count: 0,
  mean: null,
  std: null,
  min: null,
  max: null,
  present: 2,
  different: 1,
  value: "adam",
}
const format = (value: number) => value.toFixed(2)

test("numbers have a mean with its deviation, and the range beside it", () => {
  const loss = { ...none, count: 3, mean: 0.5, std: 0.1, min: 0.4, max: 0.6, present: 3, different: 3 }
  expect(describeStatistics("summary.loss", loss, format, 4)).toMatchObject({
    main: "0.50 ± 0.1",
    range: "0.40 … 0.60",
  })
  expect(describeStatistics("summary.loss", loss, format, 4)?.title).toContain("1 runs lack it")
})

test("one and the same number has neither deviation nor range", () => {
  const same = { ...none, count: 2, mean: 1, std: 0, min: 1, max: 1 }
  expect(describeStatistics("config.lr", same, format, 2)).toMatchObject({ main: "1.00", range: null })
  const single = { ...none, count: 1, mean: 1, std: null, min: 1, max: 1 }
  expect(describeStatistics("config.lr", single, format, 1)?.main).toBe("1.00")
})

test("text is named when all runs share it, and counted otherwise", () => {
  expect(describeStatistics("config.opt", none, null, 2)?.main).toBe("adam")
  expect(describeStatistics("config.opt", { ...none, different: 3, value: null }, null, 2)?.main).toBe("3 values")
  expect(describeStatistics("config.opt", undefined, null, 2)).toBeNull()
})

test("durations and times are written as such", () => {
  const took = { ...none, count: 2, mean: 90, std: 30, min: 60, max: 120 }
  expect(describeStatistics("duration_s", took, null, 2)?.main).toBe("1m 30s ± 30 s")
  const made = { ...none, count: 2, mean: 1e15, std: 1, min: 0, max: 60_000_000 }
  expect(describeStatistics("created_at", made, null, 2, new Date(120_000))?.main).toBe("1 min ago")
})
