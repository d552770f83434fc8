import { type KeyboardEvent, type PointerEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react"
import { IconButton } from "@/ui/Button"
import { GraphNode, type NodeLook } from "./GraphNode"
import { type GraphLink, type Layout, layoutGraph, linkPath, NODE_HEIGHT, NODE_WIDTH } from "./layout"
import { firstView, fitView, revealBox, type View, zoomView } from "./viewport"

interface LineageGraphProps {
  label: string
  nodes: readonly NodeLook[]
  links: readonly GraphLink[]
  /** The node that the page is about. */
  start: string
  /** The node that the drawer shows. */
  chosen: string | null
  onChoose: (nodeId: string) => void
}

const STEP = 1.2

/** What came from what, from left to right. Drag moves, Ctrl and the wheel zoom, arrow keys go from node to node. */
export function LineageGraph({ label, nodes, links, start, chosen, onChoose }: LineageGraphProps) {
  const frame = useRef<HTMLDivElement>(null)
  const layout = useMemo(() => {
    return layoutGraph(
      nodes.map((node) => node.nodeId),
      links,
    )
  }, [nodes, links])
  const { view, setView, fit, reveal } = useView(frame, layout, start)
  const drag = useDrag(view, setView)
  // biome-ignore lint/correctness/useExhaustiveDependencies: when another node is chosen, or the layout is a new one
  useEffect(() => {
    if (chosen) reveal(chosen, uncoveredPx(frame.current))
  }, [chosen, layout])
  const [focused, setFocused] = useState(start)
  const current = layout.places.has(focused) ? focused : start
  const lit = chosen ?? current
  const focus = (nodeId: string | undefined) => {
    if (!nodeId) return
    setFocused(nodeId)
    reveal(nodeId)
    frame.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(nodeId)}"]`)?.focus({ preventScroll: true })
  }
  const press = (event: KeyboardEvent) => {
    const next = neighbourOf(layout, current, event.key)
    if (next === null) return
    event.preventDefault()
    event.stopPropagation()
    focus(next)
  }
  const centre = () => ({ x: (frame.current?.clientWidth ?? 0) / 2, y: (frame.current?.clientHeight ?? 0) / 2 })
  return (
    <div className="relative h-full overflow-hidden bg-canvas">
      {/* biome-ignore lint/a11y/useSemanticElements: a graph is a group of buttons, not a form's */}
      <div
        ref={frame}
        role="group"
        aria-label={label}
        onKeyDown={press}
        {...drag}
        className="h-full w-full cursor-grab touch-none overflow-hidden active:cursor-grabbing"
      >
        <div
          className="absolute origin-top-left"
          style={{
            width: layout.width,
            height: layout.height,
            transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
          }}
        >
          <Links layout={layout} lit={lit} />
          {nodes.map((node) => (
            <GraphNode
              key={node.nodeId}
              node={node}
              place={layout.places.get(node.nodeId)!}
              isStart={node.nodeId === start}
              chosen={node.nodeId === chosen}
              tabbable={node.nodeId === current}
              onFocus={() => setFocused(node.nodeId)}
              onChoose={() => onChoose(node.nodeId)}
            />
          ))}
        </div>
      </div>
      <div className="absolute right-3 bottom-3 flex rounded-md border border-line bg-raised">
        <IconButton icon="plus" label="Closer" onClick={() => setView(zoomView(view, STEP, centre()))} />
        <IconButton icon="minus" label="Farther" onClick={() => setView(zoomView(view, 1 / STEP, centre()))} />
        <IconButton icon="expand" label="All of it" onClick={fit} />
      </div>
    </div>
  )
}

function Links({ layout, lit }: { layout: Layout; lit: string }) {
  const touches = (link: GraphLink) => link.source === lit || link.target === lit
  const ordered = [...layout.links].sort((one, other) => Number(touches(one)) - Number(touches(other)))
  return (
    <svg
      aria-hidden="true"
      className="pointer-events-none absolute inset-0 overflow-visible"
      width={layout.width}
      height={layout.height}
    >
      {ordered.map((link) => {
        const end = link.points[link.points.length - 1]
        return (
          <g key={`${link.source}>${link.target}`} className={touches(link) ? "text-accent" : "text-line-strong"}>
            <path d={linkPath(link.points)} fill="none" stroke="currentColor" strokeWidth={touches(link) ? 2 : 1.25} />
            <path d={`M${end.x} ${end.y} l-7 -4 v8 z`} fill="currentColor" />
          </g>
        )
      })}
    </svg>
  )
}

/** Left and right follow a link, up and down go through the column. Null for any other key. */
export function neighbourOf(layout: Layout, nodeId: string, key: string): string | undefined | null {
  const place = layout.places.get(nodeId)
  if (!place) return null
  if (key === "ArrowUp" || key === "ArrowDown") {
    const step = key === "ArrowUp" ? -1 : 1
    return [...layout.places].find(([, one]) => one.column === place.column && one.row === place.row + step)?.[0]
  }
  if (key !== "ArrowLeft" && key !== "ArrowRight") return null
  const ends = layout.links.flatMap(({ source, target }) => {
    if (key === "ArrowLeft") return target === nodeId ? [source] : []
    return source === nodeId ? [target] : []
  })
  const distance = (id: string) => Math.abs(layout.places.get(id)!.y - place.y)
  return ends.sort((one, other) => distance(one) - distance(other))[0]
}

/** The width of the frame that a drawer leaves free: the drawer takes 60 % of the window from the right. */
function uncoveredPx(frame: HTMLElement | null): number {
  const left = frame?.getBoundingClientRect().left ?? 0
  return Math.max(NODE_WIDTH, window.innerWidth * 0.4 - left)
}

/** A readable part of the graph at first, and again when other nodes come; afterwards what the person makes of it. */
function useView(frame: React.RefObject<HTMLDivElement | null>, layout: Layout, start: string) {
  const [view, setView] = useState<View>({ x: 0, y: 0, scale: 1 })
  const size = () => ({ width: frame.current?.clientWidth ?? 0, height: frame.current?.clientHeight ?? 0 })
  const fit = () => setView(fitView(layout, size()))
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new layout is what to fit to
  useLayoutEffect(() => {
    const place = layout.places.get(start) ?? { x: 0, y: 0 }
    setView(firstView(layout, { x: place.x, y: place.y, width: NODE_WIDTH, height: NODE_HEIGHT }, size()))
  }, [layout])
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const turn = (event: WheelEvent) => {
      event.preventDefault()
      const box = element.getBoundingClientRect()
      const at = { x: event.clientX - box.left, y: event.clientY - box.top }
      if (event.ctrlKey || event.metaKey) setView((before) => zoomView(before, Math.exp(-event.deltaY / 300), at))
      else setView((before) => ({ ...before, x: before.x - event.deltaX, y: before.y - event.deltaY }))
    }
    element.addEventListener("wheel", turn, { passive: false })
    return () => element.removeEventListener("wheel", turn)
  }, [frame])
  const reveal = (nodeId: string, widthPx?: number) => {
    const place = layout.places.get(nodeId)
    if (!place) return
    const room = { ...size(), ...(widthPx ? { width: widthPx } : {}) }
    setView((before) => revealBox(before, { ...place, width: NODE_WIDTH, height: NODE_HEIGHT }, room))
  }
  return { view, setView, fit, reveal }
}

function useDrag(view: View, setView: (view: View) => void) {
  const from = useRef<{ x: number; y: number; view: View } | null>(null)
  return {
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      if (event.button !== 0 || (event.target as HTMLElement).closest("[data-node]")) return
      event.currentTarget.setPointerCapture(event.pointerId)
      from.current = { x: event.clientX, y: event.clientY, view }
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
      const start = from.current
      if (!start) return
      setView({
        ...start.view,
        x: start.view.x + event.clientX - start.x,
        y: start.view.y + event.clientY - start.y,
      })
    },
    onPointerUp: () => {
      from.current = null
    },
    onPointerCancel: () => {
      from.current = null
    },
  }
}
