import { memo } from "react"
import type { LogLine } from "@/api"
import { cx } from "@/lib/classNames"
import { formatClock, formatTime } from "@/lib/format"
import { AnsiText } from "@/ui/AnsiText"
import { lineLevel } from "./lineLevel"

export const LOG_ROW_PX = 18

interface LogRowProps {
  index: number
  line: LogLine | undefined
  chosen: boolean
  showTime: boolean
  /** Long lines go on below. */
  wrap: boolean
  mark?: string
  onChoose: (index: number) => void
}

/** Numbers are shown, and written to the address, from 1, as editors do; the API counts from 0. */
export const LogRow = memo(function LogRow({ index, line, chosen, showTime, wrap, mark, onChoose }: LogRowProps) {
  return (
    <div
      style={wrap ? { minHeight: LOG_ROW_PX } : { height: LOG_ROW_PX }}
      className={cx("flex leading-[18px]", chosen ? "bg-warn-soft" : "hover:bg-hover")}
      title={line?.level ? `${line.level}${line.label ? ` · ${line.label}` : ""}` : undefined}
    >
      <button
        type="button"
        aria-label={`Line ${index + 1}`}
        onClick={() => onChoose(index)}
        className={cx(
          "num sticky left-0 mr-3 w-18 shrink-0 select-none border-r-2 bg-canvas pr-2 text-right text-ink-3 hover:text-ink",
          levelBorder(line?.level),
        )}
      >
        {index + 1}
      </button>
      {showTime && (
        <span
          className="num mr-3 shrink-0 select-none text-ink-3"
          title={line?.time ? formatTime(new Date(line.time)) : undefined}
        >
          {line?.time ? formatClock(new Date(line.time)) : "--:--:--"}
        </span>
      )}
      <span className={cx("pr-6", wrap && "min-w-0 whitespace-pre-wrap break-all", levelColour(line?.text))}>
        {line ? <AnsiText text={line.text} mark={mark} /> : <span className="text-ink-3">…</span>}
      </span>
    </div>
  )
})

const COLOURS = { error: "text-danger", warning: "text-warn" }

function levelColour(text: string | undefined): string | undefined {
  const level = text === undefined ? null : lineLevel(text)
  return level ? COLOURS[level] : undefined
}

function levelBorder(level: string | null | undefined): string {
  if (level?.startsWith("err") || level === "critical") return "border-danger"
  if (level?.startsWith("warn")) return "border-warn"
  return "border-transparent"
}
