import { useQuery } from "@tanstack/react-query"
import { lazy, Suspense } from "react"
import { artifactsApi, type FileEntry, type VersionPath } from "@/api/artifacts"
import { formatBytes } from "@/lib/format"
import { IconButton } from "@/ui/Button"
import { DownloadLink } from "@/ui/DownloadLink"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { SkeletonRows } from "@/ui/Skeleton"
import { artifactsKey } from "../queries"
import { previewKind } from "./paths"
import { TensorView } from "./TensorView"
import { CsvPreview, JsonPreview, MarkdownPreview, TextPreview } from "./TextPreviews"

const TablePreview = lazy(() => import("./TablePreview").then((module) => ({ default: module.TablePreview })))

interface FilePreviewProps {
  at: VersionPath
  name: string
  onClose: () => void
}

export function FilePreview({ at, name, onClose }: FilePreviewProps) {
  const found = useFileEntry(at, name)
  return (
    <section aria-label={name} className="flex h-full flex-col bg-canvas">
      <header className="flex h-10 shrink-0 items-center gap-3 border-line border-b bg-surface pr-2 pl-3">
        <h2 className="min-w-0 flex-1 truncate font-medium" title={name}>
          {name}
        </h2>
        {found.data && (
          <span className="num whitespace-nowrap text-ink-3 text-sm max-sm:hidden">
            {formatBytes(found.data.size_bytes)}
          </span>
        )}
        {found.data?.url && <DownloadLink href={artifactsApi.fileUrl(at, name, { download: true })} />}
        <IconButton icon="close" label="Close the preview" onClick={onClose} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys */}
      <div tabIndex={0} className="min-h-0 flex-1 overflow-auto -outline-offset-2">
        {found.error && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
        {found.isPending && <SkeletonRows className="p-4" />}
        {found.data === null && <EmptyState icon="search" title="No such file in this version" text={name} />}
        {found.data && <PreviewBody at={at} file={found.data} />}
      </div>
    </section>
  )
}

/** One file's entry; null when the version has no such file. */
function useFileEntry(at: VersionPath, name: string) {
  return useQuery({
    queryKey: [...artifactsKey(at), "file", at.collection, at.version, name],
    staleTime: 300_000,
    queryFn: async ({ signal }) => {
      const { entries } = await artifactsApi.entries(at, { name }, signal)
      return entries.find((entry): entry is FileEntry => entry.kind === "file") ?? null
    },
  })
}

function PreviewBody({ at, file }: { at: VersionPath; file: FileEntry }) {
  const { url } = file
  if (url === null) return <Reference file={file} />
  const kind = previewKind(file.name, file.mimetype)
  switch (kind) {
    case "image":
      return (
        <div className="flex min-h-full items-center justify-center p-4">
          <img src={url} alt={file.name} className="max-h-full max-w-full [image-rendering:auto]" />
        </div>
      )
    case "table":
      return (
        <Suspense fallback={<SkeletonRows className="p-4" />}>
          <TablePreview at={at} url={url} />
        </Suspense>
      )
    case "tensors":
      return <TensorView at={at} name={file.name} />
    case "json":
      return <JsonPreview file={file} url={url} />
    case "csv":
      return <CsvPreview file={file} url={url} />
    case "markdown":
      return <MarkdownPreview file={file} url={url} />
    case "text":
      return <TextPreview file={file} url={url} />
    case "audio":
      // biome-ignore lint/a11y/useMediaCaption: logged media has no captions
      return <audio controls src={url} className="m-4 w-[calc(100%-32px)]" />
    case "video":
      // biome-ignore lint/a11y/useMediaCaption: logged media has no captions
      return <video controls src={url} className="max-h-full w-full" />
    case "html":
      return <iframe src={url} title={file.name} sandbox="allow-scripts" className="h-full w-full border-0 bg-white" />
    case "none":
      return (
        <EmptyState
          icon="file"
          title="No preview"
          text={`A file of ${formatBytes(file.size_bytes)}; download it to open it.`}
        />
      )
  }
}

/** A reference may lead anywhere: only addresses of the web become links. */
function Reference({ file }: { file: FileEntry }) {
  const address = file.reference ?? ""
  return (
    <EmptyState icon="external" title="A reference" text="The version points at these bytes; they are not stored here.">
      {/^https?:\/\//i.test(address) ? (
        <a
          href={address}
          target="_blank"
          rel="noreferrer noopener"
          className="break-all font-mono text-accent text-sm hover:underline"
        >
          {address}
        </a>
      ) : (
        <code className="break-all font-mono text-sm">{address}</code>
      )}
    </EmptyState>
  )
}
