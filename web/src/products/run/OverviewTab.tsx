import { Link } from "@tanstack/react-router"
import { useMemo } from "react"
import { type RunDetail, type RunPath, useProjectRole } from "@/api"
import { cx } from "@/lib/classNames"
import { Card } from "@/ui/Card"
import { CopyButton } from "@/ui/CopyButton"
import { KeyValueTree } from "@/ui/KeyValueTree"
import { Markdown } from "@/ui/Markdown"
import { RelativeTime } from "@/ui/RelativeTime"
import { TextCard } from "@/ui/TextCard"
import { readableSizes, readableSummary, sortNames } from "./documents"
import { useRunActions } from "./useRun"
import { useRunAlerts } from "./useRunAlerts"

export function OverviewTab({ at, run }: { at: RunPath; run: RunDetail }) {
  const { edit } = useRunActions(at)
  const { mayWrite } = useProjectRole(at.entity, at.project)
  const summary = useMemo(() => readableSummary(run.summary), [run.summary])
  const config = useMemo(() => sortNames(run.config), [run.config])
  return (
    <div className="grid gap-4 p-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_320px]">
      <div className="min-w-0">
        <KeyValueTree label="Summary" value={summary} empty="Nothing yet. The last value of each metric stands here." />
      </div>
      <div className="min-w-0">
        <KeyValueTree label="Config" value={config} empty="The run has no config." />
      </div>
      <div className="min-w-0 space-y-4 max-xl:grid max-xl:gap-4 max-xl:space-y-0 md:max-xl:grid-cols-2">
        <RunAlerts at={at} />
        <TextCard
          title="Notes"
          text={run.notes ?? ""}
          empty={mayWrite ? "What is this run about?" : "None."}
          language="Markdown"
          onSave={mayWrite ? (notes) => edit.mutate({ notes }) : undefined}
        >
          <Markdown text={run.notes ?? ""} />
        </TextCard>
        <Provenance at={at} run={run} />
        {run.system && Object.keys(run.system).length > 0 && (
          <KeyValueTree label="System" value={readableSizes(run.system)} empty="Nothing known." />
        )}
      </div>
    </div>
  )
}

function Provenance({ at, run }: { at: RunPath; run: RunDetail }) {
  const facts: [string, string | null | undefined, boolean][] = [
    ["Run id", run.run_id, true],
    ["Group", run.group, false],
    ["Job type", run.job_type, false],
    ["Sweep", run.sweep, true],
    ["Command", run.command, true],
    ["Repository", run.git?.remote, true],
    ["Commit", run.git?.commit, true],
  ]
  return (
    <Card title="Where it came from">
      <dl className="space-y-2">
        {facts
          .filter(([, value]) => value)
          .map(([name, value, code]) => (
            <div key={name}>
              <dt className="text-ink-3 text-sm">{name}</dt>
              <dd className={cx("group flex items-start gap-1 break-all", code && "font-mono text-sm")}>
                <span className="min-w-0 flex-1">
                  {name === "Sweep" && value ? <SweepLink at={at} sweep={value} /> : value}
                </span>
                {code && (
                  <CopyButton
                    text={value ?? ""}
                    className="-my-1 opacity-0 focus-visible:opacity-100 group-hover:opacity-100"
                  />
                )}
              </dd>
            </div>
          ))}
      </dl>
    </Card>
  )
}

function SweepLink({ at, sweep }: { at: RunPath; sweep: string }) {
  return (
    <Link
      to="/$entity/$project/sweeps/$sweep"
      params={{ entity: at.entity, project: at.project, sweep }}
      className="text-accent hover:underline"
    >
      {sweep}
    </Link>
  )
}

const SEVERITY: Record<string, string> = { error: "border-danger text-danger", warn: "border-warn text-warn" }

function RunAlerts({ at }: { at: RunPath }) {
  const alerts = useRunAlerts(at)
  if (!alerts.data?.length) return null
  return (
    <Card title="Alerts">
      <ul className="space-y-2">
        {alerts.data.map((alert, index) => (
          <li
            key={index}
            className={cx("border-l-2 pl-2", SEVERITY[alert.severity.toLowerCase()] ?? "border-line-strong")}
          >
            <div className="flex justify-between gap-2 font-medium">
              <span>{alert.title}</span>
              <RelativeTime at={alert.created_at} className="font-normal text-ink-3 text-sm" />
            </div>
            <div className="break-words text-ink-2">{alert.text}</div>
          </li>
        ))}
      </ul>
    </Card>
  )
}
