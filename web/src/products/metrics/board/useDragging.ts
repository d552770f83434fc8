import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter"
import { type RefObject, useEffect, useRef, useState } from "react"

/** Where a dragged panel would come to stand: before or after the one under the pointer. */
export type Edge = "before" | "after"

const TYPE = "panel"

interface Dragging {
  id: string
  panel: RefObject<HTMLElement | null>
  handle: RefObject<HTMLElement | null>
  onDrop: (id: string, edge: Edge) => void
}

/** A panel that can be dragged by its head, and that takes others at its sides. */
export function useDragging({ id, panel, handle, onDrop }: Dragging): { dragged: boolean; edge: Edge | null } {
  const [dragged, setDragged] = useState(false)
  const [edge, setEdge] = useState<Edge | null>(null)
  const drop = useLatest(onDrop)
  useEffect(() => {
    if (!panel.current || !handle.current) return
    const element = panel.current
    const leave = draggable({
      element,
      dragHandle: handle.current,
      getInitialData: () => ({ type: TYPE, id }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    })
    const close = dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data.type === TYPE && source.data.id !== id,
      onDrag: ({ location }) => setEdge(edgeAt(element, location.current.input.clientX)),
      onDragLeave: () => setEdge(null),
      onDrop: ({ source, location }) => {
        setEdge(null)
        drop.current(String(source.data.id), edgeAt(element, location.current.input.clientX))
      },
    })
    return () => {
      leave()
      close()
    }
  }, [id, panel, handle, drop])
  return { dragged, edge }
}

/** The head of a section takes panels to its end. */
export function useSectionDrop(head: RefObject<HTMLElement | null>, onDrop: (id: string) => void): boolean {
  const [over, setOver] = useState(false)
  const drop = useLatest(onDrop)
  useEffect(() => {
    if (!head.current) return
    return dropTargetForElements({
      element: head.current,
      canDrop: ({ source }) => source.data.type === TYPE,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false)
        drop.current(String(source.data.id))
      },
    })
  }, [head, drop])
  return over
}

function edgeAt(element: HTMLElement, x: number): Edge {
  const { left, width } = element.getBoundingClientRect()
  return x < left + width / 2 ? "before" : "after"
}

function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value)
  latest.current = value
  return latest
}
