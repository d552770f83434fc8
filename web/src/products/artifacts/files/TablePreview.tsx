import { useMemo } from "react"
import { artifactsApi, type VersionPath } from "@/api/artifacts"
import type { FileSource } from "@/viewers"
import { TableView } from "@/viewers/table/TableView"

/** A logged table, joined or in parts as well; media in its cells lie in the same version. */
export function TablePreview({ at, url }: { at: VersionPath; url: string }) {
  const source = useMemo<FileSource>(
    () => ({ entity: at.entity, project: at.project, urlOf: (path) => artifactsApi.fileUrl(at, path) }),
    [at],
  )
  return (
    <div className="h-full p-2">
      <TableView value={null} url={url} source={source} height="h-full min-h-48" />
    </div>
  )
}
