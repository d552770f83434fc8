import { useMemo } from "react"
import { cx } from "@/lib/classNames"
import { type DiffLine, diffLines, hunks } from "@/lib/lineDiff"

/** Two texts, line by line: what was added, what was taken away, and a little around it. */
export function LineDiff({ before, after }: { before: string; after: string }) {
  const lines = useMemo(() => diffLines(split(before), split(after)), [before, after])
  if (lines === null)
    return <p className="p-4 text-ink-3">The texts have too little in common to be compared by lines.</p>
  return (
    <div className="w-max min-w-full py-1 font-mono text-[12px] leading-[18px]">
      {hunks(lines).map((line, index) => (line ? <Line key={index} line={line} /> : <Gap key={index} />))}
    </div>
  )
}

const split = (text: string) => (text === "" ? [] : text.replace(/\n$/, "").split("\n"))

const Gap = () => <div className="my-0.5 select-none bg-sunken pl-3 text-ink-3">⋯</div>

const SIGN = { same: " ", added: "+", removed: "−" }

function Line({ line }: { line: DiffLine }) {
  return (
    <div
      className={cx(
        "flex whitespace-pre pr-6",
        line.kind === "added" && "bg-[color-mix(in_srgb,var(--ok)_12%,transparent)]",
        line.kind === "removed" && "bg-danger-soft",
      )}
    >
      <span className="num w-10 shrink-0 select-none text-right text-ink-3">{line.before}</span>
      <span className="num w-10 shrink-0 select-none text-right text-ink-3">{line.after}</span>
      <span className="w-6 shrink-0 select-none text-center">{SIGN[line.kind]}</span>
      {line.text}
    </div>
  )
}
