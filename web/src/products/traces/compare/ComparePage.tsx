import { useMemo, useState } from "react"
import type { SpanRow, TracePath } from "@/api/traces"
import { readChoice } from "@/lib/urlState"
import { useCommands } from "@/ui/commands"
import { ErrorState } from "@/ui/ErrorState"
import { Select } from "@/ui/Select"
import { SkeletonRows } from "@/ui/Skeleton"
import { Splitter } from "@/ui/Splitter"
import { useUrlState } from "@/ui/useUrlState"
import { useTrace } from "../useTraces"
import { AlignedTable } from "./AlignedTable"
import { alignTraces, differences } from "./align"
import { CompareHeader } from "./CompareHeader"
import { PairDetail } from "./PairDetail"

interface ComparePageProps {
  one: TracePath
  other: TracePath
}

const SHOWN = [
  { value: "all" as const, label: "All spans" },
  { value: "different" as const, label: "Differences only" },
]

/** Two traces over each other: where they part, and what each took. */
export function ComparePage({ one, other }: ComparePageProps) {
  const [left, right] = [useTrace(one), useTrace(other)]
  if (left.isPending || right.isPending) return <SkeletonRows rows={14} className="p-4" />
  if (!left.data || !right.data) {
    const retry = () => void Promise.all([left.refetch(), right.refetch()])
    return <ErrorState error={left.error ?? right.error} title="The traces could not be loaded" onRetry={retry} />
  }
  return <Compared one={one} other={other} left={left.data} right={right.data} />
}

function Compared({ one, other, left, right }: ComparePageProps & { left: SpanRow[]; right: SpanRow[] }) {
  const [url, change] = useUrlState()
  const [share, setShare] = useState(0.5)
  const everything = useMemo(() => alignTraces(left, right), [left, right])
  const show = readChoice(url.show, ["all", "different"] as const, "all")
  const rows = useMemo(
    () => (show === "all" ? everything : everything.filter((row) => differences(row).length > 0)),
    [everything, show],
  )
  const chosen = everything.find(({ key }) => key === url.pair) ?? everything[0]
  const choose = (key: string) => change({ pair: key })
  const move = (step: number) => {
    const next = rows[rows.findIndex(({ key }) => key === chosen.key) + step]
    if (next) choose(next.key)
  }
  useCommands([
    { group: "Compare", label: "Next span", keys: "j", quiet: true, run: () => move(1) },
    { group: "Compare", label: "Previous span", keys: "k", quiet: true, run: () => move(-1) },
    {
      group: "Compare",
      label: "All spans or differences only",
      keys: "d",
      icon: "filter",
      run: () => change({ show: show === "all" ? "different" : null }),
    },
  ])
  return (
    <div className="flex h-full min-h-0 flex-col">
      <CompareHeader one={one} other={other} left={left} right={right} />
      <div className="flex h-9 shrink-0 items-center gap-3 border-line border-b px-4 text-ink-2 text-sm">
        <Select
          size="sm"
          label="Show"
          value={show}
          options={SHOWN}
          onChange={(next) => change({ show: next === "all" ? null : next })}
        />
        {everything.filter((row) => differences(row).length > 0).length} of {everything.length} differ
      </div>
      <div className="min-h-0 flex-1">
        <Splitter
          label="Spans and their differences"
          share={share}
          onChange={setShare}
          first={<AlignedTable rows={rows} chosen={chosen.key} onChoose={choose} />}
          second={<PairDetail key={chosen.key} one={one} other={other} row={chosen} />}
        />
      </div>
    </div>
  )
}
