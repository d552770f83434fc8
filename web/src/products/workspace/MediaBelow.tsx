import { lazy, Suspense } from "react"
import type { RunRow } from "@/api"

const MediaCanvas = lazy(() => import("@/products/media").then((module) => ({ default: module.MediaCanvas })))

/** Below the charts: media and custom charts of the same runs, side by side. Nothing, when nobody logged any. */
export function MediaBelow({ entity, project, runs }: { entity: string; project: string; runs: RunRow[] }) {
  if (runs.length === 0) return null
  return (
    <Suspense fallback={null}>
      <div className="pt-4">
        <MediaCanvas entity={entity} project={project} runs={runs} />
      </div>
    </Suspense>
  )
}
