import { cx } from "@/lib/classNames"
import { isPicture, type MediaItem } from "./base/mediaItems"
import type { FileSource } from "./base/source"
import { ImageGrid } from "./image/ImageGrid"
import { MediaItemView } from "./MediaItemView"

interface MediaItemsProps {
  items: readonly MediaItem[]
  source: FileSource
  height: string
}

/** All that was logged as one value: a grid of images, or one under the other. */
export function MediaItems({ items, source, height }: MediaItemsProps) {
  if (items.length > 0 && items.every(isPicture)) return <ImageGrid items={items} height={height} />
  if (items.length === 1) return <MediaItemView item={items[0]} source={source} height={height} />
  return (
    <div className={cx("flex flex-col gap-2 overflow-auto", height)}>
      {items.slice(0, MOST_AT_ONCE).map((item, place) => (
        <MediaItemView key={place} item={item} source={source} height={item.type === "audio" ? "" : "h-60 shrink-0"} />
      ))}
      {items.length > MOST_AT_ONCE && (
        <p className="text-ink-3 text-sm">{`${items.length - MOST_AT_ONCE} more are not shown here; they are among the files.`}</p>
      )}
    </div>
  )
}

// Each of them may be a scene of its own, and browsers keep only some of those alive.
const MOST_AT_ONCE = 8
