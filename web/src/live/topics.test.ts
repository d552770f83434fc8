import { expect, test } from "vitest"
import { covers, type LiveEvent, type LiveTopic, matches, mergeTopics } from "./topics"

const points = (metrics: string[] | null, runs: string[] | null = ["a"]): LiveTopic => ({
  kind: "points",
  entity: "e",
  project: "p",
  source: "history",
  runs,
  metrics,
})

test("points of the same runs are asked for together, other topics once each", () => {
  const logs: LiveTopic = { kind: "logs", entity: "e", project: "p", run: "a" }
  expect(mergeTopics([points(["loss"]), logs, points(["acc", "loss"]), logs, points(["x"], ["b"])])).toEqual([
    points(["acc", "loss"]),
    logs,
    points(["x"], ["b"]),
  ])
  expect(mergeTopics([points(["loss"]), points(null)])).toEqual([points(null)])
})

test("an event reaches only the topics that asked for it", () => {
  const data = {
    run_id: "a",
    source: "history",
    first_line: 0,
    lines: 1,
    last_step: 0,
    refetch: false,
    series: { loss: { step: [0], time: [0], value: [1] } },
  }
  const event = { kind: "points", data } as LiveEvent
  expect(matches(points(["loss"]), event)).toBe(true)
  expect(matches(points(["acc"]), event)).toBe(false)
  expect(matches(points(["loss"], ["b"]), event)).toBe(false)
  expect(matches(points(["acc"]), { kind: "points", data: { ...data, refetch: true } } as LiveEvent)).toBe(true)
  expect(matches({ kind: "logs", entity: "e", project: "p", run: "a" }, event)).toBe(false)
  expect(matches(points(["acc"]), { kind: "reset", data: {} })).toBe(true)
})

test("a stream covers what it names, and points of all metrics cover those of some", () => {
  const logs: LiveTopic = { kind: "logs", entity: "e", project: "p", run: "a" }
  expect(covers([points(["acc", "loss"]), logs], [logs, points(["loss"])])).toBe(true)
  expect(covers([points(null)], [points(["loss"]), points(["acc"])])).toBe(true)
  expect(covers([points(["loss"])], [points(null)])).toBe(false)
  expect(covers([points(["loss"])], [points(["loss"], ["b"])])).toBe(false)
  expect(covers([points(["loss"])], [logs])).toBe(false)
})
