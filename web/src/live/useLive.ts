import { useEffect, useRef } from "react"
import { ApiError, send } from "@/api"
import { LiveConnection } from "./connection"
import { pauseInBackground } from "./pausing"
import type { LiveEvent, LiveTopic } from "./topics"

const connection = new LiveConnection(async (topics, signal) => {
  const response = await send("POST", "/live", { body: { topics }, signal })
  if (!response.ok || !response.body) throw new ApiError("live", "The live stream could not be opened", response.status)
  return response.body
})
pauseInBackground(connection)

/**
 * Follow a topic as long as the component lives; null follows nothing. The newest handler is called.
 * `onJoined` is called once for each topic, as soon as no event can be missed any more: an answer that was asked for
 * before that may lack what came in between, and has to be asked for again.
 */
export function useLive(topic: LiveTopic | null, handler: (event: LiveEvent) => void, onJoined: () => void): void {
  const latest = useRef({ handler, onJoined })
  useEffect(() => {
    latest.current = { handler, onJoined }
  })
  const key = topic && JSON.stringify(topic)
  useEffect(() => {
    if (!key) return
    return connection.subscribe(
      JSON.parse(key) as LiveTopic,
      (event) => latest.current.handler(event),
      () => latest.current.onJoined(),
    )
  }, [key])
}
