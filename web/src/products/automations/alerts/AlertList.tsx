import { useInfiniteQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { useRef } from "react"
import { type AlertOfRun, type AlertsOf, alertsQuery } from "@/api/alerts"
import type { AlertSeverity } from "@/api/automations"
import { readChoice } from "@/lib/urlState"
import { Badge, type Tone } from "@/ui/Badge"
import { Button } from "@/ui/Button"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { RelativeTime } from "@/ui/RelativeTime"
import { Select } from "@/ui/Select"
import { SkeletonRows } from "@/ui/Skeleton"
import { StateDot } from "@/ui/StateDot"
import { useFocusList } from "@/ui/useFocusList"
import { useUrlState } from "@/ui/useUrlState"
import { SEVERITIES } from "../ChannelsTab"

const LEVELS: readonly AlertSeverity[] = ["INFO", "WARN", "ERROR"]
const TONES: Record<AlertSeverity, Tone> = { INFO: "neutral", WARN: "warn", ERROR: "danger" }
const WORDS: Record<AlertSeverity, string> = { INFO: "info", WARN: "warning", ERROR: "error" }

const SNIPPET = `import wandb

with wandb.init() as run:
    run.alert(title="Loss is NaN", text="at step 1200", level="ERROR")`

/** What runs had to say, the newest first, each with its run. */
export function AlertList({ of }: { of: AlertsOf }) {
  const [url, change] = useUrlState()
  const least = readChoice(url.least, LEVELS, "INFO")
  const alerts = useInfiniteQuery(alertsQuery(of, least))
  const list = useRef<HTMLUListElement>(null)
  useFocusList(list, "Alerts")
  const rows = alerts.data?.pages.flatMap((page) => page.alerts) ?? []
  return (
    <section aria-label="Alerts" className="space-y-3">
      <Select
        label="Which alerts"
        size="sm"
        value={least}
        options={SEVERITIES}
        onChange={(value) => change({ least: value === "INFO" ? null : value })}
      />
      {alerts.error && !alerts.data && (
        <ErrorState error={alerts.error} title="The alerts could not be loaded" onRetry={() => void alerts.refetch()} />
      )}
      {alerts.isPending && <SkeletonRows rows={5} />}
      {alerts.data && rows.length === 0 && (
        <EmptyState
          icon="alert"
          title={least === "INFO" ? "No alerts" : "None so bad"}
          text="A run raises an alert when its code says so."
          snippet={least === "INFO" ? SNIPPET : undefined}
        />
      )}
      {rows.length > 0 && (
        <ul ref={list} className="overflow-hidden rounded-lg border border-line bg-surface">
          {rows.map((alert) => (
            <AlertLine key={alert.alert_id} alert={alert} showProject={of === null} />
          ))}
        </ul>
      )}
      {alerts.hasNextPage && (
        <div className="flex justify-center">
          <Button disabled={alerts.isFetchingNextPage} onClick={() => void alerts.fetchNextPage()}>
            Show older alerts
          </Button>
        </div>
      )}
    </section>
  )
}

function AlertLine({ alert, showProject }: { alert: AlertOfRun; showProject: boolean }) {
  return (
    <li className="grid grid-cols-[64px_minmax(0,1fr)_auto] gap-x-3 border-line px-4 py-2.5 not-first:border-t">
      <span>
        <Badge tone={TONES[alert.severity]}>{WORDS[alert.severity]}</Badge>
      </span>
      <div className="min-w-0">
        <p className="break-words font-medium">{alert.title}</p>
        {alert.text && <p className="line-clamp-4 whitespace-pre-line break-words text-ink-2">{alert.text}</p>}
        <RunOfAlert run={alert.run} showProject={showProject} />
      </div>
      <RelativeTime at={alert.created_at} className="text-ink-3 text-sm" />
    </li>
  )
}

function RunOfAlert({ run, showProject }: { run: AlertOfRun["run"]; showProject: boolean }) {
  if (!run) return <p className="text-ink-3 text-sm">of a run that was deleted</p>
  const { entity, project, run_id } = run
  return (
    <Link
      data-item
      to="/$entity/$project/runs/$run"
      params={{ entity, project, run: run_id }}
      className="mt-0.5 inline-flex max-w-full items-center gap-1.5 text-ink-2 text-sm hover:underline"
    >
      <StateDot state={run.state} />
      <span className="truncate">
        {showProject && <span className="text-ink-3">{`${entity} / ${project} / `}</span>}
        {run.display_name}
      </span>
    </Link>
  )
}
