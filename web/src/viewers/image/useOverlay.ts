import { useQueries } from "@tanstack/react-query"
import { useMemo } from "react"
import { fetchJson } from "../base/fetchFile"
import { type BoxRect, boxRects, type ClassLabels, labelsIn, type Overlay } from "./overlays"

const BOX_BYTES = 8 * 1024 * 1024

export interface BoxLayer {
  name: string
  labels: ClassLabels
  boxes: BoxRect[]
}

export interface MaskLayer {
  name: string
  labels: ClassLabels
  url: string
}

/** The layers over an image of this size, with their files read. */
export function useOverlay(overlay: Overlay | null, widthPx: number, heightPx: number) {
  const urls = useMemo(() => {
    const named = (overlay?.layers ?? []).filter(({ kind, url }) => kind === "boxes" && url).map(({ url }) => url ?? "")
    return [...new Set(overlay?.classesUrl ? [...named, overlay.classesUrl] : named)]
  }, [overlay])
  const files = useQueries({
    queries: urls.map((url) => ({
      queryKey: ["viewer", "boxes", url],
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchJson(url, BOX_BYTES, signal),
      staleTime: 300_000,
      retry: false,
    })),
    combine: (results) => results.map((result) => result.data),
  })
  return useMemo(
    () => layersOf(overlay, new Map(urls.map((url, i) => [url, files[i]])), widthPx, heightPx),
    [overlay, urls, files, widthPx, heightPx],
  )
}

function layersOf(overlay: Overlay | null, files: Map<string, unknown>, widthPx: number, heightPx: number) {
  const shared = overlay?.classesUrl ? labelsIn(files.get(overlay.classesUrl)) : {}
  const boxes: BoxLayer[] = []
  const masks: MaskLayer[] = []
  for (const { kind, name, url, content } of overlay?.layers ?? []) {
    const labels = { ...shared, ...overlay?.labels[name] }
    if (kind === "mask" && url) masks.push({ name, labels, url })
    if (kind !== "boxes") continue
    const file = url ? files.get(url) : content
    boxes.push({ name, labels: { ...labels, ...labelsIn(file) }, boxes: boxRects(file, widthPx, heightPx) })
  }
  return { boxes, masks }
}

export type OverlayLayers = ReturnType<typeof layersOf>
