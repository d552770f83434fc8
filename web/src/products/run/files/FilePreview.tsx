import { useQuery } from "@tanstack/react-query"
import { ApiError, decodeError, type RunFile } from "@/api"
import { cx } from "@/lib/classNames"
import { formatBytes } from "@/lib/format"
import type { TreeValue } from "@/lib/jsonTree"
import { parseLooseJson } from "@/lib/looseJson"
import { IconButton } from "@/ui/Button"
import { DownloadLink } from "@/ui/DownloadLink"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { KeyValueTree } from "@/ui/KeyValueTree"
import { RelativeTime } from "@/ui/RelativeTime"
import { SkeletonRows } from "@/ui/Skeleton"
import { SandboxedFrame } from "@/viewers"
import { previewKind } from "./fileTree"

const TEXT_BYTES = 512 * 1024

interface FilePreviewProps {
  file: RunFile
  downloadUrl: string
  onClose: () => void
}

export function FilePreview({ file, downloadUrl, onClose }: FilePreviewProps) {
  return (
    <section aria-label={file.name} className="flex h-full flex-col">
      <header className="flex h-10 shrink-0 items-center gap-3 border-line border-b bg-surface pr-2 pl-3">
        <h2 className="min-w-0 flex-1 truncate font-medium" title={file.name}>
          {file.name}
        </h2>
        <span className="num whitespace-nowrap text-ink-3 text-sm max-sm:hidden">
          {formatBytes(file.size_bytes)} · <RelativeTime at={file.updated_at} />
        </span>
        <DownloadLink href={downloadUrl} />
        <IconButton icon="close" label="Close the preview" onClick={onClose} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys */}
      <div tabIndex={0} className="min-h-0 flex-1 overflow-auto -outline-offset-2">
        <PreviewBody file={file} />
      </div>
    </section>
  )
}

function PreviewBody({ file }: { file: RunFile }) {
  const kind = previewKind(file)
  if (kind === "image")
    return (
      <div className="flex min-h-full items-center justify-center p-4">
        <img src={file.url} alt={file.name} className="max-h-full max-w-full [image-rendering:auto]" />
      </div>
    )
  // biome-ignore lint/a11y/useMediaCaption: logged media has no captions
  if (kind === "audio") return <audio controls src={file.url} className="m-4 w-[calc(100%-32px)]" />
  // biome-ignore lint/a11y/useMediaCaption: logged media has no captions
  if (kind === "video") return <video controls src={file.url} className="max-h-full w-full" />
  if (kind === "html") return <SandboxedFrame src={file.url} title={file.name} className="h-full" />
  if (kind === "none")
    return (
      <EmptyState
        icon="file"
        title="No preview"
        text={`A file of ${formatBytes(file.size_bytes)}; download it to open it.`}
      />
    )
  return <TextPreview file={file} json={kind === "json"} />
}

function TextPreview({ file, json }: { file: RunFile; json: boolean }) {
  const text = useQuery({
    queryKey: ["file-text", file.url, file.updated_at],
    queryFn: ({ signal }) => readText(file, signal),
  })
  if (text.error) return <ErrorState error={text.error} onRetry={() => void text.refetch()} />
  if (text.data === undefined) return <SkeletonRows className="p-4" />
  const cut = file.size_bytes > TEXT_BYTES
  const tree = json && !cut ? readTree(text.data) : null
  if (tree)
    return (
      <div className="p-3">
        <KeyValueTree label="Content" value={tree} empty="Empty." />
      </div>
    )
  return (
    <>
      {cut && (
        <p className="border-line border-b bg-warn-soft px-3 py-1 text-sm text-warn">
          The first {formatBytes(TEXT_BYTES)} of {formatBytes(file.size_bytes)}. Download it for the rest.
        </p>
      )}
      <Lines text={text.data} diff={/\.(diff|patch)$/.test(file.name)} />
    </>
  )
}

async function readText(file: RunFile, signal: AbortSignal): Promise<string> {
  if (file.size_bytes === 0) return ""
  const headers: HeadersInit = file.size_bytes > TEXT_BYTES ? { Range: `bytes=0-${TEXT_BYTES - 1}` } : {}
  const response = await fetch(file.url, { headers, signal }).catch(() => {
    throw new ApiError("unreachable", "The file could not be read.", 0)
  })
  if (!response.ok) throw await decodeError(response)
  return response.text()
}

function readTree(text: string): { [name: string]: TreeValue } | null {
  try {
    const value = parseLooseJson(text)
    return typeof value === "object" && value !== null ? (value as { [name: string]: TreeValue }) : null
  } catch {
    return null
  }
}

const SHOWN_LINES = 5000

function Lines({ text, diff }: { text: string; diff: boolean }) {
  const lines = text.replace(/\n$/, "").split("\n")
  return (
    <div className="w-max min-w-full py-2 font-mono text-[12px] leading-[18px]">
      {lines.slice(0, SHOWN_LINES).map((line, index) => (
        <div key={index} className={cx("flex whitespace-pre pr-6", diff && diffTone(line))}>
          <span className="num mr-3 w-14 shrink-0 select-none text-right text-ink-3">{index + 1}</span>
          {line}
        </div>
      ))}
      {lines.length > SHOWN_LINES && (
        <p className="px-4 py-2 text-ink-3">{lines.length - SHOWN_LINES} more lines are in the download.</p>
      )}
    </div>
  )
}

function diffTone(line: string): string {
  if (/^(\+\+\+|---|diff |index )/.test(line)) return "font-semibold"
  if (line.startsWith("+")) return "text-ok"
  if (line.startsWith("-")) return "text-danger"
  return line.startsWith("@@") ? "text-accent" : ""
}
