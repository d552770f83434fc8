import { lazy, Suspense } from "react"
import { cx } from "@/lib/classNames"
import { Skeleton } from "@/ui/Skeleton"
import { isPicture, type MediaItem } from "./base/mediaItems"
import { RawView } from "./base/RawView"
import type { FileSource } from "./base/source"
import { SandboxedFrame } from "./html/SandboxedFrame"
import { ImageGrid } from "./image/ImageGrid"
import { VideoView } from "./video/VideoView"

// Each comes with the first value of its kind that is looked at.
const AudioView = lazy(() => import("./audio/AudioView").then((module) => ({ default: module.AudioView })))
const BokehView = lazy(() => import("./bokeh/BokehView").then((module) => ({ default: module.BokehView })))
const MoleculeView = lazy(() => import("./molecule/MoleculeView").then((module) => ({ default: module.MoleculeView })))
const PlotlyView = lazy(() => import("./plotly/PlotlyView").then((module) => ({ default: module.PlotlyView })))
const SceneView = lazy(() => import("./scene/SceneView").then((module) => ({ default: module.SceneView })))
const TextView = lazy(() => import("./text/TextView").then((module) => ({ default: module.TextView })))
const TableView = lazy(() => import("./table/TableView").then((module) => ({ default: module.TableView })))

interface MediaItemViewProps {
  item: MediaItem
  source: FileSource
  height: string
}

export function MediaItemView(props: MediaItemViewProps) {
  const { item, height } = props
  if (isPicture(item)) return <ImageGrid items={[item]} height={height} />
  return (
    <figure className="flex min-w-0 flex-col">
      <Suspense fallback={<Skeleton className={height || "h-16"} />}>
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

function ItemBody({ item, source, height }: MediaItemViewProps) {
  const { type, url, path } = item
  if (type === "table") return <TableView value={item.value} url={url} source={source} height={height} />
  if (type === "text") return <TextView value={item.value} height={height} />
  if (!url) return <RawView item={item} height={height} />
  if (type === "audio") return <AudioView url={url} path={path} name={item.caption ?? path ?? "sound"} />
  if (type === "video") return <VideoView key={url} url={url} path={path} height={height} />
  if (type === "html") return <SandboxedFrame src={url} title={path ?? "HTML"} className={cx("rounded", height)} />
  if (type === "plotly") return <PlotlyView url={url} path={path} height={height} />
  if (type === "bokeh") return <BokehView url={url} path={path} height={height} />
  if (type === "object3d") return <SceneView url={url} path={path ?? ""} height={height} />
  if (type === "molecule") return <MoleculeView url={url} path={path ?? ""} height={height} />
  return <RawView item={item} height={height} />
}
