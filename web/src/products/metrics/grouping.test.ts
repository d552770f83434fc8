import { expect, test } from "vitest"
import type { GroupedPoints } from "@/api"
import { truthParts } from "@/charts/TruthFooter"
import { truthOf } from "./envelopes"
import { groupPoints } from "./grouping"

const answer: GroupedPoints = {
  series: [
    {
      group: ["adam"],
      metric: "loss",
      x: [0, 1],
      mean: [2, 3],
      std: [0.8, null],
      min: [1, 3],
      max: [4, 3],
      runs: [4, 1],
      count: [8, 1],
      run_count: 4,
      points: 9,
      nan: [],
      pos_inf: [],
      neg_inf: [],
    },
  ],
  truth: { runs: 4, points: 9, bucket: "10 steps", nan: 0, inf: 0, groups: 25 },
}
const edges = (band: "minmax" | "std" | "stderr" | "none") => {
  const [{ low, high }] = groupPoints(answer, band).envelopes
  return [...low, ...high]
}

test.each([
  ["minmax", [1, 3, 4, 3]],
  ["std", [1.2, 3, 2.8, 3]],
  ["stderr", [1.6, 3, 2.4, 3]],
  ["none", [2, 3, 2, 3]],
] as const)("the band %s", (band, expected) => {
  edges(band).forEach((edge, at) => {
    expect(edge).toBeCloseTo(expected[at])
  })
})

test("the footer says that lines are means, of how many runs, and that not all groups are drawn", () => {
  expect(truthParts(truthOf(groupPoints(answer, "std")))).toEqual([
    "1 of 25 groups",
    "4 runs",
    "9 points",
    "mean over runs, per 10 steps",
  ])
})
