import { useState } from "react"
import type { VersionDetail } from "@/api/artifacts"
import { cx } from "@/lib/classNames"
import { Card } from "@/ui/Card"
import { Snippet } from "@/ui/EmptyState"
import { apiSnippet, commandSnippet, useSnippet } from "../snippets"

const WAYS = [
  { value: "run", label: "In a run", code: useSnippet },
  { value: "api", label: "Without a run", code: apiSnippet },
  { value: "shell", label: "Shell", code: commandSnippet },
] as const

/** Lines to paste that get the files of this version. */
export function UsageCard({ found }: { found: VersionDetail }) {
  const [way, setWay] = useState<(typeof WAYS)[number]["value"]>("run")
  const chosen = WAYS.find((one) => one.value === way) ?? WAYS[0]
  const choice = (
    <span className="flex rounded-md border border-line p-0.5 text-sm">
      {WAYS.map((one) => (
        <button
          key={one.value}
          type="button"
          aria-pressed={one.value === way}
          onClick={() => setWay(one.value)}
          className={cx("rounded px-2", one.value === way ? "bg-accent-soft text-accent" : "text-ink-2 hover:text-ink")}
        >
          {one.label}
        </button>
      ))}
    </span>
  )
  return (
    <Card title="Use it" action={choice}>
      <Snippet code={chosen.code(found)} />
      <p className="mt-2 text-ink-3 text-sm">
        {way === "run"
          ? "The run is then seen in the lineage of this version."
          : "Downloads the files; lineage does not learn of it."}
      </p>
    </Card>
  )
}
