import { lazy, Suspense } from "react"
import type { PanelBodyProps } from "@/products/metrics/board/kinds"
import { Skeleton } from "@/ui/Skeleton"
import { BarBody } from "./BarBody"
import { ComparerBody } from "./ComparerBody"
import { ImportanceBody } from "./ImportanceBody"
import { RunsBody } from "./RunsBody"
import { ScalarBody } from "./ScalarBody"

// Viewers and the Markdown parser are large, and most boards have neither.
const MediaBody = lazy(() => import("./MediaBody").then((module) => ({ default: module.MediaBody })))
const Markdown = lazy(() => import("@/ui/Markdown").then((module) => ({ default: module.Markdown })))

/** What is inside the frame of an added panel. */
export function PanelBody(props: PanelBodyProps) {
  const { kind, text } = props.panel
  if (kind === "bar") return <BarBody {...props} />
  if (kind === "scalar") return <ScalarBody {...props} />
  if (kind === "comparer") return <ComparerBody {...props} />
  if (kind === "importance") return <ImportanceBody {...props} />
  if (kind === "scatter" || kind === "parallel") return <RunsBody {...props} />
  return (
    <Suspense fallback={<Skeleton className="h-32" />}>
      {kind === "media" && <MediaBody {...props} />}
      {kind === "markdown" && <Markdown text={text ?? ""} />}
    </Suspense>
  )
}
