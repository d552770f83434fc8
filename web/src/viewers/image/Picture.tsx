import { useState } from "react"
import { cx } from "@/lib/classNames"
import type { MediaItem } from "../base/mediaItems"
import { ImageOverlay } from "./ImageOverlay"
import { useOverlayChoice } from "./overlayChoice"
import { useOverlay } from "./useOverlay"

// Pictures of a few pixels, such as digits, are unreadable when smoothed.
const SMALL_PX = 64

interface PictureProps {
  item: MediaItem
  className: string
  /** How many times it is enlarged: lines and labels over it keep their size. */
  scale?: number
}

/** An image with what lies over it, fitted into its frame. */
export function Picture({ item, className, scale = 1 }: PictureProps) {
  const [choice] = useOverlayChoice()
  const [size, setSize] = useState({ width: item.widthPx ?? 0, height: item.heightPx ?? 0 })
  const [broken, setBroken] = useState(false)
  const layers = useOverlay(choice.on ? item.overlay : null, size.width, size.height)
  if (broken) return <span className="m-auto p-2 text-center text-ink-3 text-sm">The image cannot be read.</span>
  return (
    <>
      <img
        src={item.url ?? undefined}
        alt={imageName(item)}
        loading="lazy"
        draggable={false}
        width={item.widthPx ?? undefined}
        height={item.heightPx ?? undefined}
        onError={() => setBroken(true)}
        onLoad={({ currentTarget }) =>
          setSize({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight })
        }
        className={cx(
          "object-contain",
          className,
          size.width > 0 && size.width <= SMALL_PX && "[image-rendering:pixelated]",
        )}
      />
      {choice.on && item.overlay && size.width > 0 && (
        <ImageOverlay layers={layers} choice={choice} widthPx={size.width} heightPx={size.height} scale={scale} />
      )}
    </>
  )
}

export const imageName = (item: MediaItem): string => item.caption ?? item.path ?? "logged image"
