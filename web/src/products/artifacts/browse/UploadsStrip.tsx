import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect, useRef } from "react"
import type { PendingUpload, ProjectPath } from "@/api/artifacts"
import { formatBytes, plural } from "@/lib/format"
import { Icon } from "@/ui/Icon"
import { RelativeTime, useNow } from "@/ui/RelativeTime"
import { artifactsKey, uploadsQuery } from "../queries"
import { RunName } from "../RunName"

const SILENT_MS = 5 * 60_000

/** Versions that are not committed: no version yet, so no row of the list, but somebody waits for them. */
export function UploadsStrip({ at }: { at: ProjectPath & { collection: string } }) {
  const found = useQuery(uploadsQuery(at))
  useRefreshWhenOneIsDone(at, found.data?.length ?? 0)
  if (!found.data?.length) return null
  return (
    <ul aria-label="Not committed" className="max-h-40 shrink-0 overflow-auto border-line border-b bg-sunken px-4 py-1">
      {found.data.map((upload) => (
        <UploadRow key={upload.started_at} upload={upload} />
      ))}
    </ul>
  )
}

/** What is gone from here is a version now, most likely. */
function useRefreshWhenOneIsDone(at: ProjectPath, count: number) {
  const queryClient = useQueryClient()
  const before = useRef(count)
  const { entity, project } = at
  useEffect(() => {
    if (count < before.current) void queryClient.invalidateQueries({ queryKey: artifactsKey({ entity, project }) })
    before.current = count
  }, [count, entity, project, queryClient])
}

function UploadRow({ upload }: { upload: PendingUpload }) {
  const isSilent = useNow().getTime() - Date.parse(upload.heard_at) > SILENT_MS
  const parts = upload.parts_expected > 0 && upload.part_count / upload.parts_expected
  return (
    <li className="flex min-h-7 flex-wrap items-center gap-x-3">
      <span className="inline-flex items-center gap-1.5 font-medium">
        <Icon name={isSilent ? "clock" : "arrowUp"} size={13} className={isSilent ? "text-ink-3" : "text-accent"} />
        {isSilent ? "Not committed" : "Uploading"}
      </span>
      <span className="num text-ink-2">
        {upload.file_count > 0 && `${plural(upload.file_count, "file")}, `}
        {formatBytes(upload.size_bytes)}
      </span>
      {parts !== false && (
        <span className="num inline-flex items-center gap-2 text-ink-2">
          <Progress value={parts} />
          {upload.part_count} of {plural(upload.parts_expected, "part")}
        </span>
      )}
      <span className="ml-auto inline-flex items-center gap-3 text-ink-3 text-sm">
        {upload.run ? <RunName run={upload.run} /> : upload.user}
        <span>
          begun <RelativeTime at={upload.started_at} />
          {isSilent && (
            <>
              , silent since <RelativeTime at={upload.heard_at} />
            </>
          )}
        </span>
      </span>
    </li>
  )
}

const Progress = ({ value }: { value: number }) => (
  <span
    role="progressbar"
    aria-label="Parts of large files"
    aria-valuenow={Math.round(value * 100)}
    className="h-1.5 w-28 overflow-hidden rounded-full bg-line"
  >
    <span className="block h-full bg-accent" style={{ width: `${value * 100}%` }} />
  </span>
)
