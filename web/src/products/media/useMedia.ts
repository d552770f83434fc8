import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query"
import { useCallback, useEffect, useRef } from "react"
import { mediaApi, type RunPath } from "@/api"
import { useLive } from "@/live"

const PAUSE_MS = 1000

/** What some runs logged that is not a number, and the charts they declared. */
export function useRunsMedia(entity: string, project: string, runIds: readonly string[]) {
  return useQuery({
    queryKey: ["media-keys", entity, project, runIds],
    enabled: runIds.length > 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => mediaApi.ofRuns(entity, project, runIds, signal),
  })
}

/** New names and new steps of a run come in while it is open. Draws nothing; one for each run. */
export function LiveMedia({ at }: { at: RunPath }) {
  const client = useQueryClient()
  const refresh = useThrottled(PAUSE_MS, () => {
    void client.invalidateQueries({ queryKey: ["media-keys", at.entity, at.project] })
    void client.invalidateQueries({ queryKey: ["media", at] })
  })
  useLive(
    { kind: "media", entity: at.entity, project: at.project, run: at.run },
    (event) => {
      if (event.kind === "reset" || (event.kind === "media" && event.data.run_id === at.run)) refresh()
    },
    refresh,
  )
  return null
}

/** Run at once, then at most once in `pauseMs`, the last call included. */
function useThrottled(pauseMs: number, run: () => void): () => void {
  const latest = useRef(run)
  latest.current = run
  const state = useRef<{ timer: ReturnType<typeof setTimeout> | null; again: boolean }>({ timer: null, again: false })
  useEffect(() => () => clearTimeout(state.current.timer ?? undefined), [])
  const fire = useCallback(() => {
    if (state.current.timer) {
      state.current.again = true
      return
    }
    latest.current()
    state.current.timer = setTimeout(() => {
      state.current.timer = null
      if (state.current.again) fire()
      state.current.again = false
    }, pauseMs)
  }, [pauseMs])
  return fire
}
