import { lazy, Suspense, useState } from "react"
import type { Json, JsonObject } from "@/api"
import { formatExact, formatNumber, formatTime } from "@/lib/format"
import { leafText } from "@/lib/jsonTree"
import { Dialog } from "@/ui/Dialog"
import { type MediaItem, mediaItems } from "../base/mediaItems"
import type { FileSource } from "../base/source"

// The cell of a table may be a table: the two know each other only here.
const MediaItems = lazy(() => import("../MediaItems").then((module) => ({ default: module.MediaItems })))

interface CellProps {
  value: Json | undefined
  type: string
  digits: number | null
  source: FileSource
  column: string
}

export function Cell({ value, type, digits, source, column }: CellProps) {
  if (value === null || value === undefined) return <span className="text-ink-3">–</span>
  if (typeof value === "number") return <NumberCell value={value} type={type} digits={digits} />
  if (isMedia(value)) return <MediaCell value={value} source={source} column={column} />
  const text = leafText(value)
  if (text.length > LONG || typeof value === "object") return <TextCell text={text} value={value} column={column} />
  return <span title={text}>{text}</span>
}

const LONG = 60

const isMedia = (cell: Json): cell is JsonObject =>
  typeof cell === "object" && cell !== null && !Array.isArray(cell) && typeof cell._type === "string"

function NumberCell({ value, type, digits }: { value: number; type: string; digits: number | null }) {
  if (type === "timestamp") {
    const time = new Date(value)
    return <span title={String(value)}>{Number.isNaN(time.getTime()) ? value : formatTime(time)}</span>
  }
  const plain = digits !== null && Math.abs(value) < 1e7
  const text = plain ? value.toFixed(digits).replace("-", "−") : formatNumber(value)
  return <span title={formatExact(value)}>{text}</span>
}

function MediaCell({ value, source, column }: { value: JsonObject; source: FileSource; column: string }) {
  const [open, setOpen] = useState(false)
  const items = mediaItems(value, { urlOf: source.urlOf })
  const title = items[0]?.caption ?? column
  return (
    <>
      <button
        type="button"
        aria-label={`Open ${title}`}
        onClick={() => setOpen(true)}
        className="flex max-w-full items-center hover:brightness-95"
      >
        <Preview item={items[0]} />
      </button>
      {open && (
        <Dialog
          open
          onClose={() => setOpen(false)}
          title={title}
          className="top-[6vh]! max-h-[88vh]! w-[min(960px,calc(100vw-24px))]!"
        >
          <Suspense fallback={null}>
            <MediaItems items={items} source={source} height="h-[64vh]" />
          </Suspense>
        </Dialog>
      )}
    </>
  )
}

function Preview({ item }: { item: MediaItem | undefined }) {
  if (item?.type !== "image" || !item.url)
    return <span className="rounded border border-line px-1.5 py-0.5 text-accent">{item?.type ?? "value"}</span>
  const small = item.widthPx !== null && item.widthPx <= 64
  return (
    <img
      src={item.url}
      alt={item.caption ?? ""}
      loading="lazy"
      className={`h-14 max-w-full object-contain ${small ? "[image-rendering:pixelated]" : ""}`}
    />
  )
}

/** Text that does not fit: a click shows all of it. */
function TextCell({ text, value, column }: { text: string; value: Json; column: string }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        title={text.slice(0, 500)}
        onClick={() => setOpen(true)}
        className="block max-w-full truncate text-left hover:text-accent"
      >
        {text.slice(0, 300)}
      </button>
      {open && (
        <Dialog open onClose={() => setOpen(false)} title={column} className="w-[min(800px,calc(100vw-24px))]!">
          <pre className="whitespace-pre-wrap break-words font-mono text-[12px]">
            {typeof value === "string" ? value : JSON.stringify(value, null, 2)}
          </pre>
        </Dialog>
      )}
    </>
  )
}
