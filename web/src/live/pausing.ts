import type { LiveConnection } from "./connection"

const PAUSE_AFTER_MS = 30_000

/**
 * A tab that nobody sees gives its connection back after a while and catches up when it is shown again. Over HTTP/1.1 a
 * browser has six connections to a server for all of its tabs together: the seventh tab would not load at all.
 */
export function pauseInBackground(
  connection: Pick<LiveConnection, "pause" | "resume" | "retryNow">,
  afterMs = PAUSE_AFTER_MS,
): void {
  let timer: ReturnType<typeof setTimeout> | null = null
  let paused = false
  document.addEventListener("visibilitychange", () => {
    if (timer) clearTimeout(timer)
    timer = null
    if (document.visibilityState === "hidden") {
      timer = setTimeout(() => {
        paused = true
        connection.pause()
      }, afterMs)
    } else if (paused) {
      paused = false
      connection.resume()
    }
  })
  window.addEventListener("online", () => connection.retryNow())
}
