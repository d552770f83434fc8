import type { ReactNode } from "react"
import type { Panel } from "../document/panels"
import type { RunSet } from "../document/runSets"

/** What every kind of panel is given. */
export interface PanelProps {
  panel: Panel
  /** The run sets that are turned on. */
  sets: readonly RunSet[]
  /** Of what is below the panel's title, in px. */
  height: number
}

/** A word in the middle of a panel that has nothing to draw. */
export function PanelNote({ children }: { children: ReactNode }) {
  return <div className="flex h-full items-center justify-center px-4 text-center text-ink-3 text-sm">{children}</div>
}
