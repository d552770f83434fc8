import { useState } from "react"
import { Input } from "@/ui/Input"
import type { Range } from "../view"

interface RangeFieldsProps {
  label: string
  range: Range | undefined
  /** Only whole ranges are handed on; undefined is whatever the data need. */
  onChange: (range: Range | undefined) => void
}

/** Two numbers, or none. */
export function RangeFields({ label, range, onChange }: RangeFieldsProps) {
  const [texts, setTexts] = useState<[string, string]>([String(range?.[0] ?? ""), String(range?.[1] ?? "")])
  const change = (next: [string, string]) => {
    setTexts(next)
    onChange(parseRange(next))
  }
  const half = texts.some((text) => text.trim()) && !parseRange(texts)
  return (
    <div className="flex min-h-7 items-center gap-2">
      <span className="w-40 shrink-0">{label}</span>
      {texts.map((text, at) => (
        <Input
          key={at}
          size="sm"
          inputMode="decimal"
          placeholder="auto"
          aria-label={`${label}: ${at === 0 ? "lowest" : "highest"}`}
          className="w-24"
          value={text}
          onChange={(event) => change(texts.with(at, event.target.value) as [string, string])}
        />
      ))}
      {half && <span className="text-danger text-sm">two numbers, the smaller first</span>}
    </div>
  )
}

/** Null-like for what is no range: an empty field, no number, the wrong order. */
export function parseRange([low, high]: readonly [string, string]): Range | undefined {
  if (!low.trim() || !high.trim()) return undefined
  const range: Range = [Number(low), Number(high)]
  return range.every(Number.isFinite) && range[0] < range[1] ? range : undefined
}
