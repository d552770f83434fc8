import type { RunRow, SweepParameter } from "@/api"
import { type AxisSpec, buildAxis, type ParallelAxis } from "@/charts/parallel"
import { cellValue } from "@/products/runs-table"

/** A field's name without the document it is in. */
export const shortName = (path: string) => path.replace(/^(config|summary)\./, "")

/** Axes of the runs, one for each field; `parameters` say what is known of some of them beforehand. */
export function axesOf(
  runs: readonly RunRow[],
  parameters: readonly SweepParameter[],
  { axes, log }: { axes: readonly string[]; log: ReadonlySet<string> },
): ParallelAxis[] {
  return axes.map((path) =>
    buildAxis(
      axisSpec(
        runs,
        parameters.find((one) => one.path === path),
        path,
        log.has(path),
      ),
    ),
  )
}

function axisSpec(
  runs: readonly RunRow[],
  parameter: SweepParameter | undefined,
  path: string,
  log: boolean,
): AxisSpec {
  const values = runs.map((run) => measured(cellValue(run, path)))
  const kind = parameter?.kind ?? kindOf(values)
  const { min = null, max = null } = parameter ?? {}
  return {
    axisId: path,
    label: shortName(path),
    title: path,
    kind,
    log: log && kind === "number",
    values,
    categories: kind === "category" ? parameter?.values?.map(categoryText) : undefined,
    bounds: min === null || max === null ? undefined : [min, max],
  }
}

const categoryText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value))

/** Numbers that JSON cannot say come as text. */
function measured(value: unknown): unknown {
  if (value === "NaN") return Number.NaN
  if (value === "Infinity") return Number.POSITIVE_INFINITY
  return value === "-Infinity" ? Number.NEGATIVE_INFINITY : value
}

function kindOf(values: readonly unknown[]): AxisSpec["kind"] {
  const known = values.filter((value) => value !== undefined && value !== null)
  return known.every((value) => typeof value === "number") ? "number" : "category"
}

/** One number for each run: NaN where it has none. */
export function numbersOf(runs: readonly RunRow[], path: string | null): number[] {
  return runs.map((run) => {
    const value = path === null ? null : measured(cellValue(run, path))
    return typeof value === "number" ? value : Number.NaN
  })
}

/** What the runs came to, in words: "412 runs · 3 NaN · 12 without loss". */
export function truthOf(runs: readonly RunRow[], path: string | null): string[] {
  if (path === null) return []
  let [nan, infinite, without] = [0, 0, 0]
  for (const run of runs) {
    const value = measured(cellValue(run, path))
    if (typeof value !== "number") without++
    else if (Number.isNaN(value)) nan++
    else if (!Number.isFinite(value)) infinite++
  }
  return [
    nan > 0 ? `${nan.toLocaleString("en-US")} NaN` : "",
    infinite > 0 ? `${infinite.toLocaleString("en-US")} ±Inf` : "",
    without > 0 ? `${without.toLocaleString("en-US")} without ${shortName(path)}` : "",
  ].filter(Boolean)
}
