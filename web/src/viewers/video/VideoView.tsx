import { useState } from "react"
import { cx } from "@/lib/classNames"
import { ViewerProblem } from "../base/ViewerProblem"

/** A film; what the browser has no decoder for can be downloaded. */
export function VideoView({ url, path, height }: { url: string; path: string | null; height: string }) {
  const [broken, setBroken] = useState(false)
  if (broken)
    return (
      <ViewerProblem
        error={new Error("This browser cannot play the file.")}
        url={url}
        path={path}
        height={height}
        onRetry={() => setBroken(false)}
      />
    )
  return (
    // biome-ignore lint/a11y/useMediaCaption: logged media has no captions
    <video
      controls
      loop
      playsInline
      preload="metadata"
      src={url}
      onError={() => setBroken(true)}
      className={cx("w-full rounded bg-sunken", height)}
    />
  )
}
