import { useState } from "react"
import { cx } from "@/lib/classNames"
import { Dialog } from "@/ui/Dialog"
import { useUrlState } from "@/ui/useUrlState"
import { ImageOverlay } from "./ImageOverlay"
import type { MediaItem } from "./mediaItems"

interface ImageViewProps {
  item: MediaItem
  url: string
  height: string
}

/** An image with its boxes and masks; a click enlarges it. `overlay=0` in the address hides what lies over it. */
export function ImageView({ item, url, height }: ImageViewProps) {
  const [open, setOpen] = useState(false)
  const alt = item.caption ?? item.path ?? "logged image"
  return (
    <>
      <button
        type="button"
        aria-label={`Enlarge ${alt}`}
        onClick={() => setOpen(true)}
        className={cx("relative flex min-w-0 cursor-zoom-in overflow-hidden rounded bg-sunken", height)}
      >
        <Picture item={item} url={url} alt={alt} className={height ? "h-full w-full" : "h-auto w-full"} />
      </button>
      {open && (
        <Dialog
          open
          onClose={() => setOpen(false)}
          title={alt}
          className="top-[4vh] max-h-[92vh] w-[min(1200px,calc(100vw-24px))]"
        >
          <div className="relative flex h-[78vh]">
            <Picture item={item} url={url} alt={alt} className="h-full w-full" />
          </div>
        </Dialog>
      )}
    </>
  )
}

function Picture({ item, url, alt, className }: { item: MediaItem; url: string; alt: string; className: string }) {
  const [address] = useUrlState()
  const [size, setSize] = useState({ width: item.widthPx ?? 0, height: item.heightPx ?? 0 })
  // Pictures of a few pixels, such as digits, are unreadable when smoothed.
  const small = size.width > 0 && size.width <= 64
  const files = address.overlay === "0" ? null : item.overlay
  return (
    <>
      <img
        src={url}
        alt={alt}
        loading="lazy"
        width={item.widthPx ?? undefined}
        height={item.heightPx ?? undefined}
        onLoad={({ currentTarget }) =>
          setSize({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight })
        }
        className={cx("object-contain", className, small && "[image-rendering:pixelated]")}
      />
      {files && size.width > 0 && <ImageOverlay files={files} widthPx={size.width} heightPx={size.height} />}
    </>
  )
}
