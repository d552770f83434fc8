import { expect, test } from "vitest"
import type { PointsDelta } from "@/live"
import { type MetricPoints, toEnvelope } from "./envelopes"
import { LiveJoin } from "./LiveJoin"

const scope = { x: { kind: "step" as const }, range: null, buckets: 100 }

/** Values of run "a", row n at step n, up to `end`. */
function stored(end: number): MetricPoints {
  const steps = Array.from({ length: end }, (_, index) => index)
  const series = { run_id: "a", metric: "loss", x: steps, mean: steps, exact: true, points: end, last_line: end - 1 }
  return { envelopes: [toEnvelope({ ...series, nan: [], pos_inf: [], neg_inf: [] } as never)], bucket: null }
}

function delta(first: number, lines = 1, metric = "loss"): PointsDelta {
  const step = Array.from({ length: lines }, (_, index) => first + index)
  const series = { [metric]: { step, time: step, value: step } }
  return { run_id: "a", source: "history", first_line: first, lines, last_step: null, refetch: false, series }
}

const xOf = (points: MetricPoints | undefined) => [...(points?.envelopes[0].x ?? [])]

test("rows that follow on the stored ones are put in at once", async () => {
  const join = new LiveJoin("loss", scope)
  const loaded = await join.load(async () => stored(3))
  const next = join.receive(loaded, delta(3, 2))
  expect(xOf(next)).toEqual([0, 1, 2, 3, 4])
  expect(next?.stale).toBeUndefined()
})

test("rows that arrive while the server answers are not lost, nor counted twice", async () => {
  const join = new LiveJoin("loss", scope)
  join.receive(undefined, delta(2))
  const loaded = await join.load(async () => {
    join.receive(undefined, delta(3))
    join.receive(undefined, delta(4))
    return stored(4)
  })
  expect(xOf(loaded)).toEqual([0, 1, 2, 3, 4])
})

test("a gap at the joint is asked for once; later a gap only means that other metrics were logged", async () => {
  const join = new LiveJoin("loss", scope)
  const first = await join.load(async () => stored(2))
  expect(join.receive(first, delta(7))?.stale).toBe(true)
  const second = await join.load(async () => stored(8))
  const next = join.receive(second, delta(20))
  expect(next?.stale).toBeUndefined()
  expect(xOf(next).at(-1)).toBe(20)
})

test("after a broken stream a gap counts again", async () => {
  const join = new LiveJoin("loss", scope)
  join.receive(undefined, delta(0))
  const loaded = await join.load(async () => stored(2))
  join.reset()
  expect(join.receive(loaded, delta(9))?.stale).toBe(true)
})

test("what cannot be placed is asked for: other axes, new runs, too many rows", async () => {
  const load = async (join: LiveJoin) => join.load(async () => stored(2))
  const relative = new LiveJoin("loss", { ...scope, x: { kind: "relative" } })
  expect(relative.receive(await load(relative), delta(2))?.stale).toBe(true)
  const step = new LiveJoin("loss", scope)
  const loaded = await load(step)
  expect(step.receive(loaded, { ...delta(2), run_id: "b" })?.stale).toBe(true)
  expect(step.receive(loaded, { ...delta(2), refetch: true, series: {} })?.stale).toBe(true)
  expect(step.receive(loaded, delta(2, 1, "acc"))).toBe(loaded)
})

test("a zoomed panel is only asked for again when rows fall into its range", async () => {
  const join = new LiveJoin("loss", { ...scope, range: [0, 10] })
  const loaded = await join.load(async () => stored(2))
  expect(join.receive(loaded, delta(50))).toBe(loaded)
  expect(join.receive(loaded, delta(5))?.stale).toBe(true)
})

test("what was asked for before the stream began is asked for again, even if nothing more is logged", async () => {
  const early = new LiveJoin("loss", scope)
  await early.load(async () => stored(0))
  expect(early.follow()).toBe(true)
  const loaded = await early.load(async () => stored(2))
  expect(early.follow()).toBe(false)
  expect(early.receive(loaded, delta(2))?.stale).toBeUndefined()
  expect(new LiveJoin("loss", scope).follow()).toBe(false)
})
