import { type KeyboardEvent, useMemo } from "react"
import type { SpanRow, TracePath } from "@/api/traces"
import { readChoice } from "@/lib/urlState"
import { useUrlState } from "@/ui/useUrlState"
import { neighbour } from "./finding"
import { type Step, stepsOf } from "./transcript"
import { extentOf, nextError, treeOf, withoutClosed } from "./tree"
import { useFinding } from "./useFinding"
import { useNames } from "./useNames"
import { arrowStep, useTraceKeys } from "./useTraceKeys"

export const VIEWS = [
  { value: "transcript" as const, label: "Transcript" },
  { value: "tree" as const, label: "Tree" },
  { value: "timeline" as const, label: "Timeline" },
]
const VIEW_NAMES = VIEWS.map(({ value }) => value)

/** What is shown of a trace, and every way to move through it: by keys, by search, from error to error. The address keeps the place. */
export function useTraceView(at: TracePath, spans: SpanRow[]) {
  const [url, change] = useUrlState()
  const closed = useNames()
  const unfolded = useNames()
  const everything = useMemo(() => treeOf(spans), [spans])
  const rows = useMemo(() => withoutClosed(everything, closed.names), [everything, closed.names])
  const steps = useMemo(() => stepsOf(everything), [everything])
  const extent = useMemo(() => extentOf(spans), [spans])
  const found = useFinding(at, spans, extent, url.find ?? "")
  const failure = useMemo(() => nextError(everything, ""), [everything])
  const root = everything[0].span
  // A trace that failed opens where it began to.
  const first = root.status === "error" && failure ? failure : root
  const chosen = everything.find(({ span }) => span.span_id === url.span)?.span ?? first
  const view = readChoice(url.view, VIEW_NAMES, root.kind === "agent" ? "transcript" : "tree")
  const choose = (span: SpanRow) => change({ span: span.span_id })
  const show = (span: SpanRow | null | undefined) => {
    if (!span) return
    closed.clear()
    choose(span)
  }
  const move = (step: 1 | -1) => {
    const shown = view === "transcript" ? steps.flatMap((one) => withRepeats(one, unfolded.names)) : rows
    const next = shown[shown.findIndex(({ span }) => span === chosen) + step]
    if (next) choose(next.span)
  }
  const toFound = (step: 1 | -1) =>
    found &&
    show(
      neighbour(
        everything.map(({ span }) => span),
        found,
        chosen.span_id,
        step,
      ),
    )
  const toError = () => show(nextError(everything, url.span ?? ""))
  const toggle = () => closed.toggle(chosen.span_id)
  useTraceKeys({
    onView: () => change({ view: VIEW_NAMES[(VIEW_NAMES.indexOf(view) + 1) % VIEW_NAMES.length] }),
    onMove: move,
    onToggle: toggle,
    onError: toError,
    onFound: toFound,
  })
  const onArrow = (event: KeyboardEvent) => {
    const row = everything.find(({ span }) => span === chosen)
    const step = arrowStep(event.key, (row?.children ?? 0) > 0 && !closed.names.has(chosen.span_id))
    if (step === null) return
    event.preventDefault()
    if (step === "toggle") toggle()
    else if (step === "parent") show(spans.find((span) => span.span_id === chosen.parent_id))
    else move(step)
  }
  return {
    url,
    change,
    rows,
    steps,
    extent,
    closed,
    unfolded,
    found,
    failure,
    root,
    chosen,
    view,
    choose,
    toFound,
    toError,
    onArrow,
  }
}

function withRepeats({ span, repeats }: Step, unfolded: ReadonlySet<string>): { span: SpanRow }[] {
  return unfolded.has(span.span_id) ? [span, ...repeats].map((one) => ({ span: one })) : [{ span }]
}
