import { useRef, useState } from "react"
import type { LineageNode } from "@/api/artifacts"
import { plural } from "@/lib/format"
import { Button } from "@/ui/Button"
import { Icon } from "@/ui/Icon"
import { RelativeTime } from "@/ui/RelativeTime"
import { SearchInput } from "@/ui/SearchInput"
import { StateDot } from "@/ui/StateDot"
import { useRowHeight } from "@/ui/theme"
import { useFocusList } from "@/ui/useFocusList"
import { useRowWindow } from "@/ui/useRowWindow"
import { AliasChips } from "../AliasChips"
import { nodeFits, nodeName, timeOf } from "./collapse"

/** More than these would make the graph unreadable. */
const MOST_OPEN = 60

const ICONS = { version: "artifact", spans: "trace" } as const

interface ClusterBodyProps {
  members: LineageNode[]
  onPick: (nodeId: string) => void
  onPeek: (nodeId: string) => void
  onOpen: () => void
}

/** The members of a cluster, with a search; each can be looked at, or put into the graph by itself. */
export function ClusterBody({ members, onPick, onPeek, onOpen }: ClusterBodyProps) {
  const [search, setSearch] = useState("")
  const rows = search.trim() ? members.filter((node) => nodeFits(node, search.trim())) : members
  const scroller = useRef<HTMLDivElement>(null)
  const rowPx = useRowHeight()
  const view = useRowWindow(scroller, rows.length, rowPx)
  useFocusList(scroller, "Cluster")
  return (
    <div className="flex h-full flex-col">
      <div className="flex h-11 shrink-0 items-center gap-3 border-line border-b bg-surface px-3">
        <SearchInput label="Search these" className="w-64" value={search} onChange={setSearch} />
        {search && <span className="num text-ink-3 text-sm">{plural(rows.length, "sibling")} found</span>}
        <Button size="sm" className="ml-auto" disabled={members.length > MOST_OPEN} onClick={onOpen}>
          {members.length > MOST_OPEN ? `Over ${MOST_OPEN}: show single ones` : "Show all in the graph"}
        </Button>
      </div>
      <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
        {rows.length === 0 && <p className="p-4 text-ink-3">Nothing fits “{search}”.</p>}
        <div className="relative" style={{ height: view.heightPx }}>
          <div className="absolute inset-x-0" style={{ top: view.topPx }}>
            {rows.slice(view.first, view.end).map((node) => (
              <div
                key={node.node_id}
                style={{ height: rowPx }}
                className="group flex items-center gap-2 border-line border-b px-3 hover:bg-hover"
              >
                {node.kind === "run" ? (
                  <StateDot state={node.state} />
                ) : (
                  <Icon name={ICONS[node.kind]} size={14} className="text-ink-3" />
                )}
                <button
                  type="button"
                  data-item
                  onClick={() => onPeek(node.node_id)}
                  className="min-w-0 truncate hover:underline"
                >
                  {nodeName(node)}
                </button>
                {node.kind === "version" && <AliasChips aliases={node.aliases} />}
                <RelativeTime at={timeOf(node)} className="ml-auto text-ink-3 text-sm" />
                <Button
                  size="sm"
                  variant="ghost"
                  aria-label={`Show ${nodeName(node)} in the graph`}
                  onClick={() => onPick(node.node_id)}
                >
                  Show in graph
                </Button>
              </div>
            ))}
          </div>
        </div>
      </div>
    </div>
  )
}
