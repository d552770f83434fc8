import { useQueries } from "@tanstack/react-query"
import { type Json, runQuery } from "@/api"
import { cx } from "@/lib/classNames"
import { formatNumber } from "@/lib/format"
import { compareRows } from "@/products/run-panels/compare/compareRows"
import { PanelNote, type PanelProps } from "./panel"
import { useSetRuns } from "./useSetRuns"

const MOST_RUNS = 8
const NO_COLUMNS: string[] = []

/** Config and summary of the first runs side by side. */
export function ComparerPanel({ panel, sets }: PanelProps) {
  const { runs, total, waiting } = useSetRuns(sets, NO_COLUMNS)
  const shown = runs.slice(0, MOST_RUNS)
  const details = useQueries({
    queries: shown.map(({ set, run_id }) => runQuery({ entity: set.entity, project: set.project, run: run_id })),
    combine: (results) => results.flatMap((result) => result.data ?? []),
  })
  if (details.length === 0) return <PanelNote>{waiting || shown.length ? "" : "No run matches."}</PanelNote>
  const rows = compareRows(details).filter((row) => row.differs || !panel.config.diffOnly)
  return (
    <div className="h-full overflow-auto">
      <table className="w-full text-sm">
        <thead>
          <tr>
            <th className="sticky top-0 left-0 z-10 bg-surface text-left text-ink-3">
              {total > shown.length && `${shown.length} of ${total} runs`}
            </th>
            {details.map((run) => (
              <th key={run.run_id} className="sticky top-0 bg-surface px-2 text-right font-medium">
                {run.display_name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.part} ${row.path}`} className="border-line border-t">
              <th className="sticky left-0 bg-surface py-0.5 pr-2 text-left font-normal text-ink-2">{row.path}</th>
              {row.values.map((value, at) => (
                <td key={details[at].run_id} className={cx("num px-2 text-right", row.differs && "text-ink")}>
                  {written(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function written(value: Json | undefined): string {
  if (value === undefined) return "–"
  if (typeof value === "number") return formatNumber(value)
  return typeof value === "string" ? value : JSON.stringify(value)
}
