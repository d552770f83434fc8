import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { pauseInBackground } from "./pausing"

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function show(state: DocumentVisibilityState): void {
  vi.spyOn(document, "visibilityState", "get").mockReturnValue(state)
  document.dispatchEvent(new Event("visibilitychange"))
}

test("a hidden tab lets go after a while, a short look at another tab changes nothing", () => {
  const connection = { pause: vi.fn(), resume: vi.fn(), retryNow: vi.fn() }
  pauseInBackground(connection, 1000)
  show("hidden")
  vi.advanceTimersByTime(900)
  show("visible")
  vi.advanceTimersByTime(5000)
  expect(connection.pause).not.toHaveBeenCalled()
  expect(connection.resume).not.toHaveBeenCalled()
  show("hidden")
  vi.advanceTimersByTime(1000)
  expect(connection.pause).toHaveBeenCalledTimes(1)
  show("visible")
  expect(connection.resume).toHaveBeenCalledTimes(1)
})

test("the network's return is a reason to try at once", () => {
  const connection = { pause: vi.fn(), resume: vi.fn(), retryNow: vi.fn() }
  pauseInBackground(connection)
  window.dispatchEvent(new Event("online"))
  expect(connection.retryNow).toHaveBeenCalled()
})
