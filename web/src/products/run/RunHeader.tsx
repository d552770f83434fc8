import { Link } from "@tanstack/react-router"
import { type ReactNode, useState } from "react"
import { type RunDetail, type RunPath, useProjectRole } from "@/api"
import { formatCount, formatDuration, formatTime } from "@/lib/format"
import { Button, IconButton } from "@/ui/Button"
import { copyText } from "@/ui/CopyButton"
import { type Command, useCommands } from "@/ui/commands"
import { Confirm } from "@/ui/Dialog"
import { EditableText } from "@/ui/EditableText"
import { Icon, type IconName } from "@/ui/Icon"
import { Menu } from "@/ui/Menu"
import { NameChips } from "@/ui/NameChips"
import { RelativeTime, useNow } from "@/ui/RelativeTime"
import { StateDot } from "@/ui/StateDot"
import { toast } from "@/ui/toasts"
import { useRunActions } from "./useRun"

interface RunHeaderProps {
  at: RunPath
  run: RunDetail
}

export function RunHeader({ at, run }: RunHeaderProps) {
  const { edit, stop, remove } = useRunActions(at)
  const { mayWrite } = useProjectRole(at.entity, at.project)
  const [asking, setAsking] = useState<"stop" | "delete" | null>(null)
  const live = run.state === "running" || run.state === "preempting" || run.state === "pending"
  const copyId = () => void copyText(run.run_id).then(() => toast.info(`Copied “${run.run_id}”.`), toast.error)
  const commands: Command[] = [
    { group: "Run", label: "Copy the run's id", icon: "copy", hint: run.run_id, run: copyId },
  ]
  if (mayWrite)
    commands.push({ group: "Run", label: "Delete this run…", icon: "trash", run: () => setAsking("delete") })
  if (mayWrite && live)
    commands.unshift({ group: "Run", label: "Stop this run…", icon: "stop", run: () => setAsking("stop") })
  useCommands(commands)
  return (
    <header className="shrink-0 bg-surface px-4 pt-3 pb-2">
      <div className="flex items-center gap-2.5">
        <h1 className="flex min-w-0 flex-1 font-semibold text-lg">
          <EditableText
            label="Display name"
            value={run.display_name}
            onSave={mayWrite ? (display_name) => edit.mutate({ display_name }) : undefined}
          />
        </h1>
        {mayWrite && live && (
          <Button
            size="sm"
            icon="stop"
            disabled={run.stop_requested || stop.isPending}
            onClick={() => setAsking("stop")}
          >
            {run.stop_requested ? "Stopping…" : "Stop"}
          </Button>
        )}
        <Menu
          align="end"
          trigger={<IconButton icon="more" label="More" />}
          entries={[
            { label: "Copy id", icon: "copy", onSelect: copyId },
            ...(mayWrite
              ? [
                  "separator" as const,
                  {
                    label: "Delete run…",
                    icon: "trash" as const,
                    danger: true,
                    onSelect: () => setAsking("delete"),
                  },
                ]
              : []),
          ]}
        />
      </div>
      <RunFacts run={run} live={live} />
      <BranchFacts at={at} run={run} />
      <NameChips
        noun="tag"
        names={run.tags}
        maxLength={256}
        onAdd={mayWrite ? (tag) => edit.mutate({ tags: [...run.tags, tag] }) : undefined}
        onRemove={mayWrite ? (tag) => edit.mutate({ tags: run.tags.filter((one) => one !== tag) }) : undefined}
      />
      <Confirm
        open={asking === "stop"}
        title={`Stop “${run.display_name}”?`}
        description="The training process gets a request to stop and ends at its next log call. What it has logged stays."
        action="Stop run"
        onClose={() => setAsking(null)}
        onConfirm={() => {
          setAsking(null)
          stop.mutate()
        }}
      />
      <Confirm
        open={asking === "delete"}
        danger
        busy={remove.isPending}
        title={`Delete “${run.display_name}”?`}
        description="It is gone from tables and charts at once. What it logged is kept for some days, and can be brought back until then."
        action="Delete run"
        onClose={() => setAsking(null)}
        onConfirm={() => remove.mutate()}
      />
    </header>
  )
}

function RunFacts({ run, live }: { run: RunDetail; live: boolean }) {
  return (
    <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-0.5 text-ink-2 text-sm">
      <span className="inline-flex items-center gap-1.5">
        <StateDot state={run.state} withWord />
        {live && run.heartbeat_at && (
          <span className="text-ink-3">
            heartbeat <RelativeTime at={run.heartbeat_at} />
          </span>
        )}
        {!live && run.exit_code !== null && run.exit_code !== 0 && (
          <span className="text-danger">exit code {run.exit_code}</span>
        )}
      </span>
      <Fact icon="clock" title={durationTitle(run)}>
        <Duration run={run} live={live} />
      </Fact>
      {run.user && <Fact icon="user">{run.user}</Fact>}
      {run.host && <Fact icon="monitor">{run.host}</Fact>}
      {run.git?.commit && (
        <Fact icon="branch" title={[run.git.remote, run.git.commit].filter(Boolean).join("\n")}>
          <span className="font-mono">{run.git.commit.slice(0, 8)}</span>
        </Fact>
      )}
      {run.last_step !== null && (
        <Fact title={`${run.point_count.toLocaleString("en-US")} points`}>
          step {run.last_step.toLocaleString("en-US")} · {formatCount(run.point_count)} points
        </Fact>
      )}
      <span className="text-ink-3">
        started <RelativeTime at={run.created_at} />
      </span>
    </div>
  )
}

/** Where the run begins: forked from another, or rewound. */
function BranchFacts({ at, run }: { at: RunPath; run: RunDetail }) {
  const { branch } = run
  if (!branch) return null
  const step = (value: number) => value.toLocaleString("en-US")
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-3 text-ink-2 text-sm">
      <Icon name="branch" size={13} className="text-ink-3" />
      {branch.fork_step !== null && (
        <span>
          forked from{" "}
          {branch.parent ? (
            <Link
              to="/$entity/$project/runs/$run"
              params={{ ...at, run: branch.parent.run_id }}
              className="font-medium text-accent hover:underline"
            >
              {branch.parent.display_name}
            </Link>
          ) : (
            "a deleted run"
          )}{" "}
          at step {step(branch.fork_step)}
        </span>
      )}
      {branch.rewound_to !== null && <span>rewound to step {step(branch.rewound_to)}; the tail after it is kept</span>}
    </p>
  )
}

function Fact({ icon, title, children }: { icon?: IconName; title?: string; children: ReactNode }) {
  return (
    <span className="num inline-flex items-center gap-1" title={title}>
      {icon && <Icon name={icon} size={13} className="text-ink-3" />}
      {children}
    </span>
  )
}

function durationTitle(run: RunDetail): string {
  const end = run.finished_at ? formatTime(new Date(run.finished_at)) : "now"
  return `${formatTime(new Date(run.created_at))} to ${end}`
}

/** While a run lives its clock goes on; afterwards the server's figure stands. */
function Duration({ run, live }: { run: RunDetail; live: boolean }) {
  return live ? <LiveDuration since={run.created_at} /> : formatDuration(run.duration_s)
}

function LiveDuration({ since }: { since: string }) {
  const seconds = (useNow().getTime() - Date.parse(since)) / 1000
  return formatDuration(Math.max(0, seconds))
}
