import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react"
import { IconButton } from "@/ui/Button"
import { Dialog } from "@/ui/Dialog"
import { DownloadLink } from "@/ui/DownloadLink"
import type { MediaItem } from "../base/mediaItems"
import { OverlayControls } from "./OverlayControls"
import { useOverlayChoice } from "./overlayChoice"
import { imageName, Picture } from "./Picture"
import { useOverlay } from "./useOverlay"
import { panBy, WHOLE, type Zoom, zoomAt } from "./zoom"

interface LightboxProps {
  items: readonly MediaItem[]
  index: number
  onIndex: (index: number) => void
  onClose: () => void
}

/** One image large: wheel and + − zoom, drag moves, double click or 0 shows all of it, arrows go to its neighbours. */
export function Lightbox({ items, index, onIndex, onClose }: LightboxProps) {
  const item = items[index]
  const step = (by: number) => onIndex((index + by + items.length) % items.length)
  const onKeys = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement) return
    if (event.key === "ArrowRight") step(1)
    if (event.key === "ArrowLeft") step(-1)
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={imageName(item)}
      className="top-[3vh]! max-h-[94vh]! w-[min(1400px,calc(100vw-24px))]!"
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys for what the buttons below do */}
      <div onKeyDown={onKeys} className="flex gap-4 max-md:flex-col">
        <ZoomFrame key={item.url} item={item} />
        <div className="flex w-52 shrink-0 flex-col gap-3 max-md:w-full">
          <div className="flex items-center gap-1">
            {items.length > 1 && (
              <>
                <IconButton icon="chevronLeft" label="Previous image" onClick={() => step(-1)} />
                <span className="num text-ink-2 text-sm">{`${index + 1} of ${items.length}`}</span>
                <IconButton icon="chevronRight" label="Next image" onClick={() => step(1)} />
              </>
            )}
            <span className="ml-auto">
              {item.url && <DownloadLink href={item.url} name={item.path?.split("/").at(-1)} />}
            </span>
          </div>
          {item.caption && <p className="max-h-40 overflow-auto whitespace-pre-wrap break-words">{item.caption}</p>}
          {item.overlay && <Controls item={item} />}
          <p className="mt-auto text-ink-3 text-sm">Wheel zooms, drag moves, double click shows all.</p>
        </div>
      </div>
    </Dialog>
  )
}

function Controls({ item }: { item: MediaItem }) {
  const [choice, change] = useOverlayChoice()
  const layers = useOverlay(item.overlay, item.widthPx ?? 1, item.heightPx ?? 1)
  return <OverlayControls layers={layers} choice={choice} onChange={change} />
}

function ZoomFrame({ item }: { item: MediaItem }) {
  const frame = useRef<HTMLDivElement>(null)
  const [zoom, setZoom] = useState<Zoom>(WHOLE)
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const turn = (event: WheelEvent) => {
      event.preventDefault()
      const box = element.getBoundingClientRect()
      const [x, y] = [event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2]
      setZoom((now) => zoomAt(now, Math.exp(-event.deltaY * 0.002), x, y))
    }
    element.addEventListener("wheel", turn, { passive: false })
    return () => element.removeEventListener("wheel", turn)
  }, [])
  const drag = (event: PointerEvent<HTMLElement>) => {
    if (event.buttons !== 1) return
    const { clientWidth, clientHeight } = event.currentTarget
    setZoom((now) => panBy(now, event.movementX, event.movementY, clientWidth, clientHeight))
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === "+" || event.key === "=") setZoom((now) => zoomAt(now, 1.5, 0, 0))
    if (event.key === "-") setZoom((now) => zoomAt(now, 1 / 1.5, 0, 0))
    if (event.key === "0") setZoom(WHOLE)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: no element stands for a picture that can be moved
    <div
      ref={frame}
      role="group"
      aria-label="Image, can be zoomed"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys zoom it
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDoubleClick={() => setZoom(WHOLE)}
      onKeyDown={keys}
      data-scale={zoom.scale.toFixed(2)}
      className="relative h-[80vh] min-w-0 flex-1 touch-none overflow-hidden rounded bg-sunken max-md:h-[50vh]"
      style={{ cursor: zoom.scale > 1 ? "grab" : "zoom-in" }}
    >
      <div
        className="absolute inset-0"
        style={{ transform: `translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})` }}
      >
        <Picture item={item} className="h-full w-full" scale={zoom.scale} />
      </div>
    </div>
  )
}
