import type { ReactNode } from "react"
import { cx } from "@/lib/classNames"
import { NODE_HEIGHT, NODE_WIDTH, type Point } from "./layout"

export interface NodeLook {
  nodeId: string
  /** A run is a pill, a version a box, spans a box with a broken line, a cluster a stack of one of these. */
  shape: "run" | "version" | "spans" | "cluster"
  title: string
  /** What kind of thing it is, in a word or two. */
  caption: string
  mark?: ReactNode
  /** Neighbours that are not in the graph. */
  hiddenCount: number
}

interface GraphNodeProps {
  node: NodeLook
  place: Point
  isStart: boolean
  chosen: boolean
  tabbable: boolean
  onFocus: () => void
  onChoose: () => void
}

const SHAPES = {
  run: "rounded-full px-5",
  version: "rounded-lg border-l-4 pl-3 pr-3",
  spans: "rounded-lg border-dashed px-3",
  cluster: "rounded-lg px-3 shadow-[4px_4px_0_-1px_var(--surface),4px_4px_0_0_var(--line-strong)]",
}

export function GraphNode({ node, place, isStart, chosen, tabbable, onFocus, onChoose }: GraphNodeProps) {
  const more = node.hiddenCount > 0 ? `, ${node.hiddenCount} more neighbours` : ""
  return (
    <>
      <button
        type="button"
        data-node={node.nodeId}
        aria-label={`${node.title} ${node.caption}${isStart ? ", where the graph starts" : ""}${more}`}
        aria-current={isStart || undefined}
        tabIndex={tabbable ? 0 : -1}
        onFocus={onFocus}
        onClick={onChoose}
        title={node.title}
        style={{ left: place.x, top: place.y, width: NODE_WIDTH, height: NODE_HEIGHT }}
        className={cx(
          "absolute flex items-center gap-2 border text-left hover:border-accent",
          SHAPES[node.shape],
          chosen || isStart ? "border-accent" : "border-line-strong",
          chosen ? "bg-accent-soft" : "bg-surface",
        )}
      >
        {node.mark}
        <span className="min-w-0 flex-1">
          <span className={cx("block truncate leading-tight", isStart ? "font-semibold" : "font-medium")}>
            {node.title}
          </span>
          <span className="block truncate text-ink-3 text-xs leading-tight">{node.caption}</span>
        </span>
      </button>
      {node.hiddenCount > 0 && (
        <span
          aria-hidden="true"
          title={`${node.hiddenCount} more neighbours are not shown`}
          style={{ left: place.x + NODE_WIDTH - 14, top: place.y - 9 }}
          className="num absolute rounded-full border border-line-strong bg-raised px-1.5 text-ink-2 text-xs"
        >
          +{node.hiddenCount}
        </span>
      )}
    </>
  )
}
