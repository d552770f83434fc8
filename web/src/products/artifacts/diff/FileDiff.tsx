import { useQuery } from "@tanstack/react-query"
import type { FileChange, FileEntry } from "@/api/artifacts"
import { formatBytes } from "@/lib/format"
import { IconButton } from "@/ui/Button"
import { ErrorState } from "@/ui/ErrorState"
import { LineDiff } from "@/ui/LineDiff"
import { SkeletonRows } from "@/ui/Skeleton"
import { previewKind } from "../files/paths"
import { readText, TEXT_BYTES } from "../files/readText"

const TEXTS = new Set(["text", "json", "csv", "markdown", "html", "table"])

/** One file as it was and as it is: pictures side by side, texts line by line. */
export function FileDiff({ change, onClose }: { change: FileChange; onClose: () => void }) {
  return (
    <section
      aria-label={`Difference of ${change.name}`}
      className="flex h-1/2 min-h-48 shrink-0 flex-col border-line border-t"
    >
      <header className="flex h-9 shrink-0 items-center border-line border-b bg-surface pr-2 pl-4">
        <h3 className="min-w-0 flex-1 truncate font-medium">{change.name}</h3>
        <IconButton icon="close" label="Close the difference" onClick={onClose} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys */}
      <div tabIndex={0} className="min-h-0 flex-1 overflow-auto -outline-offset-2">
        <Body change={change} />
      </div>
    </section>
  )
}

function Body({ change }: { change: FileChange }) {
  const file = change.after ?? change.before
  const kind = file ? previewKind(file.name, file.mimetype) : "none"
  if (kind === "image")
    return (
      <div className="grid h-full grid-cols-2 gap-3 p-3">
        <Picture label="Before" file={change.before} />
        <Picture label="After" file={change.after} />
      </div>
    )
  if (TEXTS.has(kind)) return <TextDiff change={change} />
  return (
    <p className="p-4 text-ink-3">
      Files of this kind are compared by their digests alone: {change.before?.digest ?? "none"} →{" "}
      {change.after?.digest ?? "none"}
    </p>
  )
}

function Picture({ label, file }: { label: string; file: FileEntry | null }) {
  return (
    <figure className="flex min-h-0 flex-col items-center">
      <figcaption className="pb-1 text-ink-3 text-sm">{label}</figcaption>
      {file?.url ? (
        <img src={file.url} alt={`${label}: ${file.name}`} className="min-h-0 max-w-full flex-1 object-contain" />
      ) : (
        <p className="flex flex-1 items-center text-ink-3">not there</p>
      )}
    </figure>
  )
}

function TextDiff({ change }: { change: FileChange }) {
  const { before, after } = change
  const texts = useQuery({
    queryKey: ["artifact-text-diff", before?.url, after?.url],
    staleTime: 300_000,
    queryFn: ({ signal }) => Promise.all([textOf(before, signal), textOf(after, signal)]),
  })
  if (texts.error) return <ErrorState error={texts.error} onRetry={() => void texts.refetch()} />
  if (!texts.data) return <SkeletonRows className="p-4" />
  const cut = Math.max(before?.size_bytes ?? 0, after?.size_bytes ?? 0) > TEXT_BYTES
  return (
    <>
      {cut && <p className="bg-warn-soft px-4 text-sm text-warn">Of the first {formatBytes(TEXT_BYTES)} only.</p>}
      <LineDiff before={texts.data[0]} after={texts.data[1]} />
    </>
  )
}

const textOf = (file: FileEntry | null, signal: AbortSignal) =>
  file?.url ? readText(file.url, file.size_bytes, signal) : Promise.resolve("")
