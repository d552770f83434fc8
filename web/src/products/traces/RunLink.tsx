import { Link } from "@tanstack/react-router"
import type { JsonObject } from "@/api"
import { runOf } from "./runOf"

/** The run in which a span was made, with the step it was at. */
export function RunLink({ raw }: { raw: JsonObject | undefined }) {
  const found = runOf(raw)
  if (!found) return null
  const { step, ...run } = found
  return (
    <Link
      to="/$entity/$project/runs/$run"
      params={run}
      className="ml-auto shrink-0 font-normal text-accent text-sm hover:underline"
    >
      Run {run.run}
      {step !== null && ` at step ${step}`}
    </Link>
  )
}
