import { formatCount, plural } from "@/lib/format"

export interface Truth {
  runs: number
  /** Every line is the mean of a group of runs. */
  groups?: { drawn: number; of: number }
  points: number
  /** "214 steps"; null when every point is drawn. */
  bucket: string | null
  nan: number
  inf: number
  /** Values that a logarithmic axis cannot show. */
  nonPositive?: number
}

/** What a chart is made of: nothing is a sample, and this line says so. */
export function TruthFooter({ truth }: { truth: Truth }) {
  const text = truthParts(truth).join(" · ")
  return (
    <p className="num truncate text-ink-3 text-xs" title={text}>
      {text}
    </p>
  )
}

export function truthParts({ runs, groups, points, bucket, nan, inf, nonPositive = 0 }: Truth): string[] {
  return [
    groups &&
      (groups.drawn < groups.of ? `${groups.drawn} of ${plural(groups.of, "group")}` : plural(groups.of, "group")),
    plural(runs, "run"),
    `${exactCount(points)} ${points === 1 ? "point" : "points"}`,
    groups ? `mean over runs, ${bucket ? `per ${bucket}` : "every step"}` : drawnAs(bucket),
    nan > 0 && `${exactCount(nan)} NaN`,
    inf > 0 && `${exactCount(inf)} ±Inf`,
    nonPositive > 0 && `${exactCount(nonPositive)} ≤ 0 not on a log axis`,
  ].filter((part) => typeof part === "string")
}

const drawnAs = (bucket: string | null) => (bucket ? `min/max/mean per ${bucket}` : "every point")

const exactCount = (count: number) => (count < 1e6 ? count.toLocaleString("en-US") : formatCount(count))
