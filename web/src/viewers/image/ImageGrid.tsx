import { useState } from "react"
import { cx } from "@/lib/classNames"
import type { MediaItem } from "../base/mediaItems"
import { ClassLegend } from "./ClassLegend"
import { Lightbox } from "./Lightbox"
import { imageName, Picture } from "./Picture"

/** Images side by side, each with its caption; a click enlarges one, and arrows go through all. */
export function ImageGrid({ items, height }: { items: readonly MediaItem[]; height: string }) {
  const [open, setOpen] = useState<number | null>(null)
  const marked = items.find(({ overlay }) => overlay !== null)
  return (
    <>
      {items.length === 1 ? (
        <Tile item={items[0]} className={height} onOpen={() => setOpen(0)} />
      ) : (
        <div
          className={cx(
            "grid content-start gap-2 overflow-auto",
            items.length < 5
              ? "grid-cols-[repeat(auto-fill,minmax(160px,1fr))]"
              : "grid-cols-[repeat(auto-fill,minmax(96px,1fr))]",
            height,
          )}
        >
          {items.map((item, place) => (
            <Tile key={`${place} ${item.url}`} item={item} className="" onOpen={() => setOpen(place)} />
          ))}
        </div>
      )}
      {marked && <ClassLegend item={marked} />}
      {open !== null && open < items.length && (
        <Lightbox items={items} index={open} onIndex={setOpen} onClose={() => setOpen(null)} />
      )}
    </>
  )
}

function Tile({ item, className, onOpen }: { item: MediaItem; className: string; onOpen: () => void }) {
  return (
    <figure className={cx("flex min-w-0 flex-col", className)}>
      <button
        type="button"
        aria-label={`Enlarge ${imageName(item)}`}
        onClick={onOpen}
        className="relative flex min-h-0 min-w-0 flex-1 cursor-zoom-in overflow-hidden rounded bg-sunken"
      >
        <Picture item={item} className={className ? "h-full w-full" : "h-auto w-full"} />
      </button>
      {item.caption && (
        <figcaption className="truncate pt-1 text-ink-2 text-sm" title={item.caption}>
          {item.caption}
        </figcaption>
      )}
    </figure>
  )
}
