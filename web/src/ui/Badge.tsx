import type { ReactNode } from "react"
import { cx } from "@/lib/classNames"

export type Tone = "neutral" | "accent" | "ok" | "warn" | "danger"

const TONES: Record<Tone, string> = {
  neutral: "bg-sunken text-ink-2",
  accent: "bg-accent-soft text-accent",
  ok: "bg-sunken text-ok",
  warn: "bg-warn-soft text-warn",
  danger: "bg-danger-soft text-danger",
}

export function Badge({
  tone = "neutral",
  children,
  className,
}: {
  tone?: Tone
  children: ReactNode
  className?: string
}) {
  return (
    <span className={cx("num inline-flex h-5 items-center gap-1 rounded px-1.5 text-sm", TONES[tone], className)}>
      {children}
    </span>
  )
}
