import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useEffect } from "react"
import { type SavedView, type ViewKind, viewsApi, viewsQuery } from "@/api"

/** Several changes in a row are saved once. */
const QUIET_MS = 1500

interface Autosave {
  entity: string
  project: string
  kind: ViewKind
  /** The open view, when it is one's own and nobody else sees it; null saves nothing by itself. */
  view: SavedView | null
  /** The page as it is now. */
  search: string
  changed: boolean
}

/** One's own view follows the page. What others see as well waits until it is saved on purpose. */
export function useAutosave({ entity, project, kind, view, search, changed }: Autosave): void {
  const client = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: ({ viewId, url_search }: { viewId: number; url_search: string }) =>
      viewsApi.edit(entity, project, viewId, { url_search }),
    onSuccess: (saved) =>
      client.setQueryData(viewsQuery(entity, project, kind).queryKey, (known) =>
        known?.map((each) => (each.view_id === saved.view_id ? saved : each)),
      ),
  })
  const viewId = changed && view ? view.view_id : null
  useEffect(() => {
    if (viewId === null) return
    const timer = setTimeout(() => mutate({ viewId, url_search: search }), QUIET_MS)
    return () => clearTimeout(timer)
  }, [viewId, search, mutate])
}

/** Is it a view that follows the page? */
export const followsPage = (view: SavedView | null, username: string): boolean =>
  view !== null && view.owner === username && !view.shared
