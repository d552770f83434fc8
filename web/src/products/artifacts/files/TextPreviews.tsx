import { useQuery } from "@tanstack/react-query"
import { lazy, type ReactNode, Suspense, useMemo, useState } from "react"
import type { FileEntry } from "@/api/artifacts"
import { formatBytes, plural } from "@/lib/format"
import type { TreeValue } from "@/lib/jsonTree"
import { parseLooseJson } from "@/lib/looseJson"
import { naturalOrder } from "@/lib/naturalOrder"
import { DataTable, type TableColumn, type TableSort } from "@/ui/DataTable"
import { ErrorState } from "@/ui/ErrorState"
import { KeyValueTree } from "@/ui/KeyValueTree"
import { SkeletonRows } from "@/ui/Skeleton"
import { numbersOf, parseCsv } from "./csv"
import { readText, TEXT_BYTES } from "./readText"

const Markdown = lazy(() => import("@/ui/Markdown").then((module) => ({ default: module.Markdown })))

interface PreviewProps {
  file: FileEntry
  url: string
}

/** Reads the start of a file and says so when there is more of it. */
function WithText({ file, url, children }: PreviewProps & { children: (text: string, cut: boolean) => ReactNode }) {
  const text = useQuery({
    queryKey: ["artifact-text", url],
    queryFn: ({ signal }) => readText(url, file.size_bytes, signal),
    staleTime: 300_000,
  })
  if (text.error) return <ErrorState error={text.error} onRetry={() => void text.refetch()} />
  if (text.data === undefined) return <SkeletonRows className="p-4" />
  const cut = file.size_bytes > TEXT_BYTES
  return (
    <div className="flex min-h-full flex-col">
      {cut && (
        <p className="border-line border-b bg-warn-soft px-3 py-1 text-sm text-warn">
          The first {formatBytes(TEXT_BYTES)} of {formatBytes(file.size_bytes)}. Download it for the rest.
        </p>
      )}
      {children(text.data, cut)}
    </div>
  )
}

export function TextPreview(props: PreviewProps) {
  return <WithText {...props}>{(text) => <Lines text={text} />}</WithText>
}

export function MarkdownPreview(props: PreviewProps) {
  return (
    <WithText {...props}>
      {(text) => (
        <Suspense fallback={<SkeletonRows className="p-4" />}>
          <div className="max-w-3xl p-4">
            <Markdown text={text} />
          </div>
        </Suspense>
      )}
    </WithText>
  )
}

export function JsonPreview(props: PreviewProps) {
  return (
    <WithText {...props}>
      {(text, cut) => {
        const tree = cut ? null : readTree(text)
        if (!tree) return <Lines text={text} />
        return (
          <div className="p-3">
            <KeyValueTree label="Content" value={tree} empty="Empty." />
          </div>
        )
      }}
    </WithText>
  )
}

function readTree(text: string): { [name: string]: TreeValue } | null {
  try {
    const value = parseLooseJson(text)
    return typeof value === "object" && value !== null ? (value as { [name: string]: TreeValue }) : null
  } catch {
    return null
  }
}

const CSV_ROWS = 20_000

export function CsvPreview(props: PreviewProps) {
  const separator = props.file.name.toLowerCase().endsWith(".tsv") ? "\t" : ","
  return <WithText {...props}>{(text, cut) => <CsvTable text={text} separator={separator} cut={cut} />}</WithText>
}

function CsvTable({ text, separator, cut }: { text: string; separator: string; cut: boolean }) {
  const [sort, setSort] = useState<TableSort | null>(null)
  const { columns, body } = useMemo(() => readCsv(text, separator, cut), [text, separator, cut])
  const rows = useMemo(() => {
    if (!sort) return body
    const place = Number(sort.columnId)
    const numeric = numbersOf(body, place) !== null
    const sorted = [...body].sort((one, other) => {
      const [left, right] = [one[place] ?? "", other[place] ?? ""]
      return numeric ? Number(left) - Number(right) : naturalOrder(left, right)
    })
    return sort.descending ? sorted.reverse() : sorted
  }, [body, sort])
  return (
    <>
      <DataTable
        label="Rows of the file"
        columns={columns}
        rows={rows}
        sort={sort}
        onSort={setSort}
        className="h-0 min-h-48 flex-1 text-sm"
      />
      <p className="num border-line border-t bg-surface px-3 py-1 text-ink-3 text-sm">
        {plural(body.length, "row")} · {plural(columns.length, "column")}
      </p>
    </>
  )
}

function readCsv(text: string, separator: string, cut: boolean) {
  const [head = [], ...rows] = parseCsv(text, separator, CSV_ROWS)
  const body = cut ? rows.slice(0, -1) : rows // the last row may be half a row
  const columns = head.map((label, place): TableColumn<string[]> => {
    const numeric = numbersOf(body.slice(0, 500), place) !== null
    return {
      columnId: String(place),
      label: label || `column ${place + 1}`,
      numeric,
      widthPx: numeric ? 96 : 150,
      render: (row) => <span title={row[place]}>{row[place]}</span>,
    }
  })
  return { columns, body }
}

const SHOWN_LINES = 5000

function Lines({ text }: { text: string }) {
  const lines = text.replace(/\n$/, "").split("\n")
  return (
    <div className="w-max min-w-full py-2 font-mono text-[12px] leading-[18px]">
      {lines.slice(0, SHOWN_LINES).map((line, index) => (
        <div key={index} className="flex whitespace-pre pr-6">
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
