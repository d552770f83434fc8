import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useRef } from "react"
import { api, type MediaKey, type RunPath } from "@/api"
import { useLive } from "@/live"

const MOST_STEPS = 1000

/** The names under which a run logged media; new ones and new steps come in live. */
export function useMediaKeys(at: RunPath) {
  const queryClient = useQueryClient()
  const refresh = useThrottled(1000, () => {
    void queryClient.invalidateQueries({ queryKey: ["media-keys", at] })
    void queryClient.invalidateQueries({ queryKey: ["media", at] })
  })
  useLive(
    { kind: "media", entity: at.entity, project: at.project, run: at.run },
    (event) => {
      if (event.kind === "reset" || (event.kind === "media" && event.data.run_id === at.run)) refresh()
    },
    refresh,
  )
  return useQuery({
    queryKey: ["media-keys", at],
    queryFn: ({ signal }) => api.mediaKeys(at, signal).then((body) => body.keys),
  })
}

/** The values of one key, in the order of steps. */
export function useMediaValues(at: RunPath, key: MediaKey, enabled: boolean) {
  return useQuery({
    queryKey: ["media", at, key.key],
    enabled,
    queryFn: ({ signal }) => api.media(at, key.key, { limit: MOST_STEPS }, signal).then((body) => body.values),
  })
}

/** Run at once, then at most once in `pauseMs`, the last call included. */
function useThrottled(pauseMs: number, run: () => void): () => void {
  const state = useRef({ timer: 0 as unknown as ReturnType<typeof setTimeout> | 0, again: false })
  const fire = () => {
    if (state.current.timer) {
      state.current.again = true
      return
    }
    run()
    state.current.timer = setTimeout(() => {
      state.current.timer = 0
      if (state.current.again) fire()
      state.current.again = false
    }, pauseMs)
  }
  return fire
}
