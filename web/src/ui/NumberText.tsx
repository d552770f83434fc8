import { cx } from "@/lib/classNames"
import { formatExact, formatNumber } from "@/lib/format"

interface NumberTextProps {
  value: number | null | undefined
  digits?: number
  unit?: string
  className?: string
}

/** A number in tabular figures; every digit of it on hover. */
export function NumberText({ value, digits, unit, className }: NumberTextProps) {
  if (value === null || value === undefined) return <span className={cx("text-ink-3", className)}>–</span>
  const suffix = unit ? ` ${unit}` : ""
  return (
    <span className={cx("num whitespace-nowrap", className)} title={formatExact(value) + suffix}>
      {formatNumber(value, digits)}
      {unit && <span className="text-ink-3">{suffix}</span>}
    </span>
  )
}
