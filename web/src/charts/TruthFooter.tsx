import { formatCount, plural } from "@/lib/format"

export interface Truth {
  runs: number
  points: number
  /** "214 steps"; null when every point is drawn. */
  bucket: string | null
  nan: number
  inf: number
}

/** What a chart is made of: nothing is a sample, and this line says so. */
export function TruthFooter({ truth }: { truth: Truth }) {
  const parts = [
    plural(truth.runs, "run"),
    `${formatCount(truth.points)} points`,
    truth.bucket ? `min/max/mean per ${truth.bucket}` : "every point",
    truth.nan > 0 && `${formatCount(truth.nan)} NaN`,
    truth.inf > 0 && `${formatCount(truth.inf)} Inf`,
  ].filter(Boolean)
  return <p className="num truncate text-ink-3 text-xs">{parts.join(" · ")}</p>
}
