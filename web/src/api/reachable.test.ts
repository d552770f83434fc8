import { expect, test, vi } from "vitest"
import { isReachable, setReachable, subscribeReachable } from "./reachable"

test("listeners hear of changes alone, until they leave", () => {
  const listener = vi.fn()
  const leave = subscribeReachable(listener)
  setReachable(true)
  expect(listener).not.toHaveBeenCalled()
  setReachable(false)
  expect([isReachable(), listener.mock.calls.length]).toEqual([false, 1])
  leave()
  setReachable(true)
  expect(listener).toHaveBeenCalledOnce()
})
