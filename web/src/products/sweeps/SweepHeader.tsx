import { Link } from "@tanstack/react-router"
import { useState } from "react"
import { type SweepDetail, type SweepPath, useProjectRole } from "@/api"
import { plural } from "@/lib/format"
import { Button, IconButton } from "@/ui/Button"
import { copyText } from "@/ui/CopyButton"
import { type Command, useCommands } from "@/ui/commands"
import { Confirm } from "@/ui/Dialog"
import { EditableText } from "@/ui/EditableText"
import { Menu } from "@/ui/Menu"
import { NumberText } from "@/ui/NumberText"
import { RelativeTime } from "@/ui/RelativeTime"
import { StateDot } from "@/ui/StateDot"
import { toast } from "@/ui/toasts"
import { SweepProgress } from "./SweepProgress"
import { agentCommand } from "./snippets"
import { isOver, useSweepActions } from "./useSweep"

type Asked = "finished" | "cancelled" | "deleted"

interface SweepHeaderProps {
  at: SweepPath
  sweep: SweepDetail
}

export function SweepHeader({ at, sweep }: SweepHeaderProps) {
  const { edit, remove } = useSweepActions(at)
  const { mayWrite } = useProjectRole(at.entity, at.project)
  const [asked, setAsked] = useState<Asked | null>(null)
  const over = isOver(sweep.state)
  const paused = sweep.state === "paused"
  const setPaused = () => edit.mutate({ state: paused ? "running" : "paused" })
  const copyAgent = () =>
    void copyText(agentCommand(at.entity, at.project, at.sweep)).then(
      () => toast.info("Copied the command that starts an agent."),
      toast.error,
    )
  useCommands(commandsFor({ mayWrite, over, paused, setPaused, copyAgent, ask: setAsked }))
  const confirm = () => {
    if (asked === "deleted") remove.mutate()
    else if (asked) edit.mutate({ state: asked })
    setAsked(null)
  }
  return (
    <header className="shrink-0 bg-surface px-4 pt-3 pb-2">
      <div className="flex items-center gap-2">
        <h1 className="flex min-w-0 flex-1 font-semibold text-lg">
          <EditableText
            label="Display name"
            value={sweep.display_name}
            onSave={mayWrite ? (display_name) => edit.mutate({ display_name }) : undefined}
          />
        </h1>
        {mayWrite && !over && (
          <>
            <Button size="sm" icon={paused ? "play" : "pause"} disabled={edit.isPending} onClick={setPaused}>
              {paused ? "Resume" : "Pause"}
            </Button>
            <Button size="sm" icon="stop" disabled={edit.isPending} onClick={() => setAsked("finished")}>
              Stop
            </Button>
            <Button size="sm" variant="danger" disabled={edit.isPending} onClick={() => setAsked("cancelled")}>
              Cancel
            </Button>
          </>
        )}
        <Menu
          align="end"
          trigger={<IconButton icon="more" label="More" />}
          entries={[
            { label: "Copy the agent command", icon: "copy", onSelect: copyAgent },
            ...(mayWrite
              ? [
                  "separator" as const,
                  {
                    label: "Delete sweep…",
                    icon: "trash" as const,
                    danger: true,
                    onSelect: () => setAsked("deleted"),
                  },
                ]
              : []),
          ]}
        />
      </div>
      <SweepFacts at={at} sweep={sweep} />
      <Confirm
        open={asked !== null}
        danger={asked !== "finished"}
        onClose={() => setAsked(null)}
        onConfirm={confirm}
        {...questionFor(asked ?? "finished", sweep)}
      />
    </header>
  )
}

function questionFor(asked: Asked, { display_name, running_count }: SweepDetail) {
  const running = running_count === 1 ? "The run that goes on" : `The ${running_count} runs that go on`
  if (asked === "deleted") {
    return {
      title: `Delete “${display_name}”?`,
      description: "Its runs stay in the project, without the sweep. This cannot be undone.",
      action: "Delete sweep",
    }
  }
  if (asked === "cancelled") {
    return {
      title: `Cancel “${display_name}”?`,
      description: `No run starts any more.${running_count > 0 ? ` ${running} will be stopped now.` : ""}`,
      action: "Cancel sweep",
    }
  }
  return {
    title: `Stop “${display_name}”?`,
    description: `No run starts any more.${running_count > 0 ? ` ${running} may finish.` : ""}`,
    action: "Stop sweep",
  }
}

interface CommandParts {
  mayWrite: boolean
  over: boolean
  paused: boolean
  setPaused: () => void
  copyAgent: () => void
  ask: (asked: Asked) => void
}

function commandsFor({ mayWrite, over, paused, setPaused, copyAgent, ask }: CommandParts): Command[] {
  const group = "Sweep"
  const copy: Command = { group, label: "Copy the agent command", icon: "copy", run: copyAgent }
  if (!mayWrite) return [copy]
  const always: Command[] = [copy, { group, label: "Delete this sweep…", icon: "trash", run: () => ask("deleted") }]
  if (over) return always
  return [
    {
      group,
      label: paused ? "Resume this sweep" : "Pause this sweep",
      icon: paused ? "play" : "pause",
      run: setPaused,
    },
    { group, label: "Stop this sweep…", icon: "stop", run: () => ask("finished") },
    { group, label: "Cancel this sweep…", icon: "close", run: () => ask("cancelled") },
    ...always,
  ]
}

function SweepFacts({ at, sweep }: SweepHeaderProps) {
  const best = sweep.best_run
  return (
    <div className="mt-1.5 flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-2 text-sm">
      <StateDot state={sweep.state} withWord />
      <SweepProgress sweep={sweep} wide={sweep.expected_runs !== null} />
      {best && (
        <span className="inline-flex min-w-0 items-center gap-1.5">
          <span className="text-ink-3">best</span>
          <NumberText value={best.value} digits={5} className="font-medium text-ink" />
          <Link
            to="/$entity/$project/runs/$run"
            params={{ entity: at.entity, project: at.project, run: best.run_id }}
            className="max-w-48 truncate text-accent hover:underline"
          >
            {best.display_name}
          </Link>
        </span>
      )}
      <span>
        {sweep.method}
        {sweep.metric && <span className="text-ink-3">{`, ${sweep.metric.goal}s ${sweep.metric.name}`}</span>}
      </span>
      <span className="num">
        {plural(sweep.agents.filter(({ state }) => state.toLowerCase() === "running").length, "agent")} at work
      </span>
      <span className="text-ink-3">
        created <RelativeTime at={sweep.created_at} />
        {sweep.user && ` by ${sweep.user}`}
      </span>
    </div>
  )
}
