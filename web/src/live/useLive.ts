import { useEffect, useRef } from "react"
import { ApiError, send } from "@/api"
import { LiveConnection } from "./connection"
import type { LiveEvent, LiveTopic } from "./topics"

const connection = new LiveConnection(async (topics, signal) => {
  const response = await send("POST", "/live", { body: { topics }, signal })
  if (!response.ok || !response.body) throw new ApiError("live", "The live stream could not be opened", response.status)
  return response.body
})

/** Follow a topic as long as the component lives; null follows nothing. The newest handler is called. */
export function useLive(topic: LiveTopic | null, handler: (event: LiveEvent) => void): void {
  const latest = useRef(handler)
  useEffect(() => {
    latest.current = handler
  })
  const key = topic && JSON.stringify(topic)
  useEffect(() => {
    if (!key) return
    return connection.subscribe(JSON.parse(key) as LiveTopic, (event) => latest.current(event))
  }, [key])
}
