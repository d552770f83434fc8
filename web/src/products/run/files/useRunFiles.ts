import { useQuery, useQueryClient } from "@tanstack/react-query"
import { api, type RunFile, type RunPath } from "@/api"
import { useLive } from "@/live"
import { useLater } from "@/ui/useLater"

const PAGE = 1000
const MOST = 10_000
/** Files come in handfuls: they are asked for once for several. */
const SETTLE_MS = 500

export interface RunFiles {
  files: RunFile[]
  total: number
}

/** All files of a run, up to ten thousand; `total` tells when there are more. */
export function useRunFiles(at: RunPath) {
  const client = useQueryClient()
  const queryKey = ["files", at]
  const refetchLater = useLater(() => void client.invalidateQueries({ queryKey }), SETTLE_MS)
  useLive({ kind: "files", ...at }, refetchLater, refetchLater)
  return useQuery({ queryKey, queryFn: ({ signal }) => readFiles(at, signal) })
}

async function readFiles(at: RunPath, signal: AbortSignal): Promise<RunFiles> {
  const files: RunFile[] = []
  let cursor: string | undefined
  let total = 0
  do {
    const page = await api.files(at, { limit: PAGE, cursor }, signal)
    files.push(...page.files)
    total = page.total
    cursor = page.next_cursor ?? undefined
  } while (cursor && files.length < MOST)
  return { files, total }
}
