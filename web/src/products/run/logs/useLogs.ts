import { useEffect, useMemo, useSyncExternalStore } from "react"
import { api, type RunPath } from "@/api"
import { useLive } from "@/live"
import { LogStore } from "./LogStore"

/** The console of a run: stored lines by window, then whatever the live stream adds. */
export function useLogs({ entity, project, run }: RunPath, writer: string | undefined): LogStore {
  const store = useMemo(
    () => new LogStore((first_line, limit) => api.logs({ entity, project, run }, { first_line, limit, writer })),
    [entity, project, run, writer],
  )
  useEffect(() => void store.start(), [store])
  const refresh = () => void store.refresh()
  useLive(
    { kind: "logs", entity, project, run },
    (event) => {
      if (event.kind === "reset") refresh()
      if (event.kind !== "logs" || event.data.run_id !== run) return
      const chosen = writer ?? store.writers[0]?.writer ?? ""
      if ((event.data.writer ?? "") === chosen) store.append(event.data.lines)
    },
    refresh,
  )
  useSyncExternalStore(store.subscribe, store.getVersion)
  return store
}
