import { lazy, Suspense } from "react"
import type { RunPath } from "@/api"
import { cx } from "@/lib/classNames"
import { DownloadLink } from "@/ui/DownloadLink"
import { Skeleton } from "@/ui/Skeleton"
import { SandboxedFrame } from "../SandboxedFrame"
import { ImageView } from "./ImageView"
import type { MediaItem } from "./mediaItems"
import { TableView } from "./TableView"

const PlotlyView = lazy(() => import("./PlotlyView").then((module) => ({ default: module.PlotlyView })))
const SceneView = lazy(() => import("./SceneView").then((module) => ({ default: module.SceneView })))

interface MediaItemViewProps {
  item: MediaItem
  at: RunPath
  height: string
}

export function MediaItemView(props: MediaItemViewProps) {
  const { item } = props
  return (
    <figure className="flex min-w-0 flex-col">
      <Suspense fallback={<Skeleton className={props.height} />}>
        <ItemBody {...props} />
      </Suspense>
      {item.caption && (
        <figcaption className="truncate pt-1 text-ink-2 text-sm" title={item.caption}>
          {item.caption}
        </figcaption>
      )}
    </figure>
  )
}

function ItemBody({ item, at, height }: MediaItemViewProps) {
  const { type, url } = item
  if (type === "image" && url) return <ImageView item={item} url={url} height={height} />
  // biome-ignore lint/a11y/useMediaCaption: logged media has no captions
  if (type === "audio" && url) return <audio controls preload="none" src={url} className="w-full" />
  if (type === "video" && url && isGif(item)) return <ImageView item={item} url={url} height={height} />
  if (type === "video" && url) return <VideoView url={url} height={height} />
  if (type === "html" && url)
    return <SandboxedFrame src={url} title={item.path ?? "HTML"} className={cx("rounded", height)} />
  if (type === "table" && url) return <TableView url={url} at={at} height={height} />
  if (type === "plotly" && url) return <PlotlyView url={url} height={height} />
  if ((type === "object3d" || type === "molecule") && url)
    return <SceneView url={url} path={item.path ?? ""} height={height} />
  return <RawView item={item} height={height} />
}

function VideoView({ url, height }: { url: string; height: string }) {
  // biome-ignore lint/a11y/useMediaCaption: logged media has no captions
  return <video controls preload="metadata" src={url} className={cx("w-full bg-sunken", height)} />
}

const isGif = (item: MediaItem) => /\.gif$/i.test(item.path ?? "")

/** No viewer for this kind: the value as it was logged, and the file if there is one. */
function RawView({ item, height }: { item: MediaItem; height: string }) {
  return (
    <div className={cx("relative overflow-auto rounded bg-sunken", height)}>
      {item.url && (
        <div className="absolute top-1 right-1">
          <DownloadLink href={item.url} name={item.path?.split("/").at(-1)} />
        </div>
      )}
      <pre className="p-2 font-mono text-[12px]">{JSON.stringify(item.value, null, 2)}</pre>
    </div>
  )
}
