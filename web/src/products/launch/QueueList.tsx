import { useRef } from "react"
import type { QueueOfProject } from "@/api"
import { cx } from "@/lib/classNames"
import { plural } from "@/lib/format"
import { Badge } from "@/ui/Badge"
import { RelativeTime } from "@/ui/RelativeTime"
import { useFocusList } from "@/ui/useFocusList"

interface QueueListProps {
  queues: QueueOfProject[]
  chosen: QueueOfProject
  showProject: boolean
  onChoose: (queue: QueueOfProject) => void
}

const COLUMNS =
  "grid w-full grid-cols-[minmax(0,1fr)_72px] items-center gap-x-5 px-4 text-left md:grid-cols-[minmax(0,1fr)_72px_120px_100px]"

/** The queues; the chosen one's items are below. */
export function QueueList({ queues, chosen, showProject, onChoose }: QueueListProps) {
  const list = useRef<HTMLUListElement>(null)
  useFocusList(list, "Launch queues")
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <div aria-hidden="true" className={`${COLUMNS} h-8 border-line border-b text-ink-3 text-sm`}>
        <span>Name</span>
        <span>Open runs</span>
        <span className="hidden md:block">Runs on</span>
        <span className="hidden text-right md:block">Changed</span>
      </div>
      <ul ref={list}>
        {queues.map((one) => (
          <li key={`${one.project}/${one.queue.name}`} className="border-line not-first:border-t">
            <button
              data-item
              type="button"
              aria-pressed={one === chosen}
              onClick={() => onChoose(one)}
              className={cx(COLUMNS, "-outline-offset-2 py-2 hover:bg-hover", one === chosen && "bg-accent-soft")}
            >
              <Cells one={one} showProject={showProject} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Cells({ one: { project, queue }, showProject }: { one: QueueOfProject; showProject: boolean }) {
  return (
    <>
      <span className="flex min-w-0 items-center gap-2">
        <span className="max-w-[60%] shrink-0 truncate font-medium">{queue.name}</span>
        {queue.prioritized && <Badge>priorities</Badge>}
        {queue.private && <Badge>private</Badge>}
        <span className="min-w-0 truncate text-ink-3 text-sm">
          {showProject && `in ${project} `}
          {queue.user && `by ${queue.user}`}
        </span>
      </span>
      <span className={cx("num text-sm", queue.open_count === 0 && "text-ink-3")}>
        {queue.open_count === 0 ? "none" : plural(queue.open_count, "run")}
      </span>
      <span className="hidden truncate text-ink-2 text-sm md:block">{queue.resource ?? "as the job says"}</span>
      <span className="hidden text-right text-ink-3 text-sm md:block">
        <RelativeTime at={queue.updated_at} />
      </span>
    </>
  )
}
