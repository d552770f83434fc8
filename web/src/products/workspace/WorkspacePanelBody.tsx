import { lazy, Suspense } from "react"
import type { PanelBodyProps } from "@/products/metrics/board/kinds"
import { runPanelKinds } from "@/products/run-panels"
import { Skeleton } from "@/ui/Skeleton"

const SavedPanelBody = lazy(() => import("./SavedPanelBody"))

/** What is inside the frame of an added panel, or of one that a client saved. */
export function WorkspacePanelBody(props: PanelBodyProps) {
  if (props.panel.kind !== "document") return <runPanelKinds.Body {...props} />
  return (
    <Suspense fallback={<Skeleton className="h-32" />}>
      <SavedPanelBody {...props} />
    </Suspense>
  )
}
