import { LineDiff } from "@/ui/LineDiff"
import { Content } from "../Content"
import { linesOf } from "./linesOf"

interface ValueDiffProps {
  title: string
  one: unknown
  other: unknown
}

/** Two values line by line; one alone when they are the same. */
export function ValueDiff({ title, one, other }: ValueDiffProps) {
  const [before, after] = [linesOf(one).join("\n"), linesOf(other).join("\n")]
  if (before === after) {
    return (
      <div>
        <p className="text-ink-3 text-sm">The same in both:</p>
        <Content title={title} value={one} />
      </div>
    )
  }
  return (
    <section aria-label={title}>
      <h3 className="mb-1 font-medium">{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys */}
      <div tabIndex={0} className="-outline-offset-2 overflow-x-auto rounded-lg border border-line bg-surface">
        <LineDiff before={before} after={after} />
      </div>
    </section>
  )
}
