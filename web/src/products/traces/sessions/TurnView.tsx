import { Link } from "@tanstack/react-router"
import { useState } from "react"
import type { SpanRow, Turn } from "@/api/traces"
import { cx } from "@/lib/classNames"
import { formatDuration, formatTime, plural } from "@/lib/format"
import { Icon } from "@/ui/Icon"
import { Cost, Tokens } from "../amounts"
import { PartView } from "../ChatMessage"
import type { Message } from "../messages"
import { useSpanPayload } from "../useTraces"
import { answeredIn, askedIn } from "./said"

interface TurnViewProps {
  entity: string
  project: string
  turn: Turn
  number: number
}

/** One trace as a turn of a conversation: asked, the tools in between, answered; and what it took. */
export function TurnView({ entity, project, turn, number }: TurnViewProps) {
  const payload = useSpanPayload({ entity, project, trace: turn.trace_id }, turn.span_id)
  const failed = turn.status === "error"
  return (
    <li aria-label={`Turn ${number}`} className="space-y-2">
      <div className="flex flex-wrap items-baseline gap-x-3 text-ink-3 text-xs">
        <Link
          data-item
          to="/$entity/$project/traces/$trace"
          params={{ entity, project, trace: turn.trace_id }}
          className="font-medium text-accent text-sm hover:underline"
        >
          {number}. {turn.name}
        </Link>
        <span>{formatTime(new Date(turn.start))}</span>
        <span className="num">{turn.is_open ? "running" : formatDuration(turn.duration_ms / 1000)}</span>
        <Tokens input={turn.trace?.input_tokens ?? 0} output={turn.trace?.output_tokens ?? 0} />
        <Cost value={turn.trace?.cost} />
      </div>
      <Bubble messages={askedIn(payload.data?.input)} preview={turn.input_preview} />
      {turn.tools.length > 0 && <Tools entity={entity} project={project} tools={turn.tools} />}
      {failed ? (
        <p className="rounded-lg bg-danger-soft px-3 py-2 text-danger">{turn.error_message || "The turn failed."}</p>
      ) : (
        <Bubble messages={answeredIn(payload.data?.output)} preview={turn.output_preview} fromModel />
      )}
    </li>
  )
}

/** The beginning is there at once, the whole as soon as it has come. */
function Bubble({
  messages,
  preview,
  fromModel,
}: {
  messages: Message[] | null
  preview: string
  fromModel?: boolean
}) {
  if (!messages && !preview) return null
  return (
    <div
      className={cx(
        "w-fit max-w-[85%] space-y-2 rounded-2xl border border-line px-4 py-2",
        fromModel ? "rounded-bl-sm bg-surface" : "ml-auto rounded-br-sm bg-accent-soft",
      )}
    >
      {messages
        ? messages
            .flatMap((message) => message.parts)
            .map((part, index) => <PartView key={index} part={part} fromModel={Boolean(fromModel)} />)
        : preview && <PartView part={{ type: "text", text: preview }} fromModel={Boolean(fromModel)} />}
    </div>
  )
}

function Tools({ entity, project, tools }: { entity: string; project: string; tools: SpanRow[] }) {
  const failed = tools.filter((tool) => tool.status === "error").length
  const [open, setOpen] = useState(failed > 0)
  return (
    <div className="ml-2 border-line border-l-2 pl-3 text-sm">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex items-center gap-1 text-ink-2 hover:text-ink"
      >
        <Icon name={open ? "chevronDown" : "chevronRight"} size={12} />
        {plural(tools.length, "call of a tool", "calls of tools")}
        {failed > 0 && <span className="text-danger">· {failed} failed</span>}
      </button>
      {open && (
        <ul className="mt-1 space-y-1">
          {tools.map((tool) => (
            <li key={tool.span_id} className="min-w-0">
              <Link
                to="/$entity/$project/traces/$trace"
                params={{ entity, project, trace: tool.trace_id }}
                search={{ span: tool.span_id } as never}
                className="flex min-w-0 items-baseline gap-2 hover:underline"
              >
                <span className={cx("shrink-0", tool.status === "error" && "text-danger")}>{tool.name}</span>
                <span className="num shrink-0 text-ink-3 text-xs">{formatDuration(tool.duration_ms / 1000)}</span>
                <span className="min-w-0 truncate font-mono text-ink-3 text-xs">
                  {tool.input_preview} → {tool.status === "error" ? tool.error_message : tool.output_preview}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
