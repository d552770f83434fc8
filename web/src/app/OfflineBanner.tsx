import { useQueryClient } from "@tanstack/react-query"
import { useEffect, useRef, useSyncExternalStore } from "react"
import { api, isReachable, subscribeReachable } from "@/api"
import { Icon } from "@/ui/Icon"

const ASK_AGAIN_MS = 3000

/** Says so while the server does not answer, asks again by itself, and brings the page up to date when it does. */
export function OfflineBanner() {
  const reachable = useSyncExternalStore(subscribeReachable, isReachable)
  const client = useQueryClient()
  const was = useRef(reachable)
  useEffect(() => {
    if (reachable && !was.current) void client.invalidateQueries()
    was.current = reachable
    if (reachable) return
    const timer = setInterval(() => void api.session().catch(() => undefined), ASK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [reachable, client])
  if (reachable) return null
  return (
    <p
      role="status"
      className="flex shrink-0 items-center gap-2 border-line border-b bg-warn-soft px-4 py-1.5 text-ink"
    >
      <Icon name="alert" size={14} className="shrink-0 text-warn" />
      The server does not answer. What is shown may be old; it is asked again until it does.
    </p>
  )
}
