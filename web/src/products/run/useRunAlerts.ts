import { useQuery, useQueryClient } from "@tanstack/react-query"
import { api, type RunAlert, type RunPath } from "@/api"
import { useLive } from "@/live"

/** What a run had to say, newest first; what it says while somebody looks comes in by itself. */
export function useRunAlerts(at: RunPath) {
  const client = useQueryClient()
  const queryKey = ["alerts", at]
  const refetch = () => void client.invalidateQueries({ queryKey })
  useLive(
    { kind: "alerts", ...at },
    (event) => {
      if (event.kind === "reset") refetch()
      if (event.kind !== "alert") return
      const { alert } = event.data
      client.setQueryData<RunAlert[]>(queryKey, (known) => known && withAlert(known, alert))
    },
    refetch,
  )
  return useQuery({ queryKey, queryFn: ({ signal }) => api.alerts(at, signal).then((body) => body.alerts) })
}

/** An answer and an event may both bring the same one. */
export const withAlert = (known: readonly RunAlert[], alert: RunAlert): RunAlert[] => [
  alert,
  ...known.filter(({ alert_id }) => alert_id !== alert.alert_id),
]
