import { useState } from "react"
import type { RunPath } from "@/api"
import { readNumber } from "@/lib/urlState"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { SearchInput } from "@/ui/SearchInput"
import { SkeletonRows } from "@/ui/Skeleton"
import { useUrlState } from "@/ui/useUrlState"
import { MediaPanel } from "./MediaPanel"
import { mediaType } from "./mediaItems"
import { useMediaKeys } from "./useMedia"

const SNIPPET = `run.log({"examples": [wandb.Image(image, caption="cat")]})
run.log({"predictions": wandb.Table(dataframe=frame)})
run.log({"weights": wandb.Histogram(weights)})`

/** Everything that is not a number. One step for all panels, in the address as `step`; without it, the latest. */
export function MediaTab({ at }: { at: RunPath }) {
  const keys = useMediaKeys(at)
  const [url, change] = useUrlState()
  const [search, setSearch] = useState("")
  if (keys.error && !keys.data) return <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />
  if (!keys.data) return <SkeletonRows className="p-4" />
  if (keys.data.length === 0)
    return (
      <EmptyState
        icon="image"
        title="No media yet"
        text="Images, tables, histograms, sound and more appear here."
        snippet={SNIPPET}
      />
    )
  const step = url.step ? readNumber(url.step, 0) : null
  const shown = keys.data.filter((key) => key.key.toLowerCase().includes(search.toLowerCase()))
  return (
    <div className="p-4">
      <div className="mb-3 flex items-center gap-3">
        <SearchInput label="Search media" className="w-64" value={search} onChange={setSearch} />
        <span className="text-ink-3 text-sm">
          {step === null ? "Latest step of each" : `Up to step ${step.toLocaleString("en-US")}`}
        </span>
        {step !== null && (
          <button type="button" className="text-accent text-sm hover:underline" onClick={() => change({ step: null })}>
            Latest
          </button>
        )}
        {shown.some((key) => mediaType(key.kind) === "image") && (
          <label className="ml-auto flex items-center gap-1.5 text-ink-2 text-sm">
            <input
              type="checkbox"
              className="accent-accent"
              checked={url.overlay !== "0"}
              onChange={(event) => change({ overlay: event.target.checked ? null : 0 })}
            />
            Boxes and masks
          </label>
        )}
      </div>
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-2 2xl:grid-cols-3">
        {shown.map((key) => (
          <MediaPanel
            key={`${key.key}/${key.kind}`}
            at={at}
            mediaKey={key}
            step={step}
            onStep={(next) => change({ step: next })}
          />
        ))}
      </div>
    </div>
  )
}
