import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { type SweepPath, sweepsApi } from "@/api"

/** How much each parameter has to do with the metric; asked again as runs end. */
export function useImportance(at: SweepPath, metric: string | null, ended: number) {
  return useQuery({
    queryKey: ["sweep-importance", at.entity, at.project, at.sweep, metric, ended],
    enabled: metric !== null,
    queryFn: ({ signal }) => sweepsApi.importance(at, metric ?? "", signal),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  })
}
