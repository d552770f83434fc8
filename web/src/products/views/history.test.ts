import { expect, test } from "vitest"
import { recorded, redone, startHistory, undone } from "./history"

const steps = (...states: Record<string, string>[]) =>
  states.reduce((history, state, at) => recorded(history, state, at * 10_000), startHistory({}))

test("steps are taken back and made again", () => {
  const history = steps({ sort: "a" }, { sort: "a", group: "opt" })
  const once = undone(history)
  expect(once?.present).toEqual({ sort: "a" })
  expect(once && undone(once)?.present).toEqual({})
  expect(once && redone(once)?.present).toEqual({ sort: "a", group: "opt" })
  expect(undone(startHistory({}))).toBeNull()
  expect(redone(history)).toBeNull()
})

test("a new step forgets what was taken back", () => {
  const once = undone(steps({ sort: "a" }, { sort: "b" }))
  const next = once && recorded(once, { sort: "c" }, 1)
  expect(next?.future).toEqual([])
  expect(next?.past).toEqual([{}, { sort: "a" }])
})

test("what is open for the moment is no step", () => {
  const history = steps({ sort: "a" })
  expect(recorded(history, { sort: "a", peek: "r1", "c.full": "loss" }, 99)).toBe(history)
})

test("typing is one step, and another setting is a step of its own", () => {
  let history = startHistory({})
  history = recorded(history, { find: "a" }, 0)
  history = recorded(history, { find: "ab" }, 200)
  history = recorded(history, { find: "abc" }, 400)
  expect(history.past).toEqual([{}])
  history = recorded(history, { find: "abc", sort: "x" }, 500)
  expect(history.past).toEqual([{}, { find: "abc" }])
})
