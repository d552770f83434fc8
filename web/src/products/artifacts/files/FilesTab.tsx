import { useState } from "react"
import type { VersionPath } from "@/api/artifacts"
import { Splitter } from "@/ui/Splitter"
import { useUrlState } from "@/ui/useUrlState"
import { EntryList } from "./EntryList"
import { FilePreview } from "./FilePreview"
import { folderOf } from "./paths"

/** The files of a version beside the one that is looked at. In the address: `path`, `file` and `q`. */
export function FilesTab({ at, fileCount }: { at: VersionPath; fileCount: number }) {
  const [url, change] = useUrlState()
  const [share, setShare] = useState(0.42)
  const folder = url.path ?? (url.file ? folderOf(url.file) : "")
  const list = (
    <EntryList
      key={`${folder}?${url.q ?? ""}`}
      at={at}
      folder={folder}
      search={url.q ?? ""}
      fileCount={fileCount}
      chosen={url.file}
      onFolder={(path) => change({ path, q: null }, { push: true })}
      onFile={(file) => change({ file, path: folder }, { push: !url.file })}
      onSearch={(q) => change({ q })}
    />
  )
  if (!url.file) return list
  const preview = <FilePreview key={url.file} at={at} name={url.file} onClose={() => change({ file: null })} />
  return (
    <>
      <div className="h-full md:hidden">{preview}</div>
      <div className="h-full max-md:hidden">
        <Splitter label="Width of the file list" share={share} onChange={setShare} first={list} second={preview} />
      </div>
    </>
  )
}
