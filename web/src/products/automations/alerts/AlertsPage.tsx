import { Link } from "@tanstack/react-router"
import type { Place } from "../AutomationsPage"
import { AlertList } from "./AlertList"

/** What the runs of a project had to say. */
export function AlertsPage({ entity, project }: Place) {
  return (
    <div className="mx-auto max-w-5xl px-4 py-5">
      <header className="mb-3 flex items-center gap-3">
        <h1 className="flex-1 font-semibold text-lg">Alerts</h1>
        <Link
          to="/$entity/$project/automations"
          params={{ entity, project }}
          search={{ tab: "alerts" }}
          className="text-accent text-sm hover:underline"
        >
          Who is told
        </Link>
      </header>
      <AlertList of={{ entity, project }} />
    </div>
  )
}
