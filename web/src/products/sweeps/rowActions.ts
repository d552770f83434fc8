import { useNavigate } from "@tanstack/react-router"
import { useEffect, useMemo, useRef } from "react"
import type { SweepPath } from "@/api"
import { runColour } from "@/lib/colours"
import type { RowActions, RunsQuery } from "@/products/runs-table"
import { useDark } from "@/ui/theme"
import type { SweepView } from "./view"

interface RowContext {
  at: SweepPath
  view: SweepView
  onView: (change: Partial<SweepView>) => void
  onPeek: (runId: string | null) => void
}

/** Colours by run; there are no lines here for which dashes would be needed. */
export function useRunColours({ runs }: RunsQuery) {
  const dark = useDark()
  return useMemo(
    () => new Map(runs.map(({ run_id }) => [run_id, { colour: runColour(run_id, dark), dash: undefined }])),
    [runs, dark],
  )
}

/** One object for the life of the page, so that a row is drawn again only when it changes itself. */
export function useRowActions(
  props: RowContext,
  onFocus: (runId: string) => void,
  onSelect: (runId: string, range: boolean) => void,
): RowActions {
  const navigate = useNavigate()
  const latest = useRef({ props, navigate })
  useEffect(() => {
    latest.current = { props, navigate }
  })
  return useMemo(() => {
    const { entity, project } = latest.current.props.at
    return {
      toggleShown: (runId) => {
        const { view, onView } = latest.current.props
        const hidden = new Set(view.hidden)
        if (!hidden.delete(runId)) hidden.add(runId)
        onView({ hidden })
      },
      toggleSelected: onSelect,
      focus: onFocus,
      peek: (runId) => {
        onFocus(runId)
        latest.current.props.onPeek(runId)
      },
      open: (run) =>
        void latest.current.navigate({ to: "/$entity/$project/runs/$run", params: { entity, project, run } } as never),
      hrefOf: (run) => `/${[entity, project, "runs", run].map(encodeURIComponent).join("/")}`,
    }
  }, [onFocus, onSelect])
}
