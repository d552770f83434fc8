import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { type Judgement, type JudgementValue, type TracePath, tracesApi } from "@/api/traces"
import { toast } from "@/ui/toasts"

/** What was said of the spans of a trace, and ways to say more and to take it back. */
export function useJudgements(at: TracePath) {
  const client = useQueryClient()
  const queryKey = ["judgements", at]
  const list = useQuery({ queryKey, queryFn: ({ signal }) => tracesApi.judgements(at, signal) })
  // A first answer still on its way may be older than what was said: it is not waited for.
  const refresh = () => {
    void client.cancelQueries({ queryKey }).then(() => client.invalidateQueries({ queryKey }))
    for (const list of ["spans", "facets"]) void client.invalidateQueries({ queryKey: [list, at.entity, at.project] })
  }
  const say = useMutation({
    mutationFn: ({ span, name, value }: { span: string; name: string; value: JudgementValue }) =>
      tracesApi.say(at, span, name, value),
    onSuccess: refresh,
    onError: (error) => toast.error(error.message),
  })
  const takeBack = useMutation({
    mutationFn: (one: Judgement) => tracesApi.takeBack(at, one.feedback_id),
    onSuccess: refresh,
    onError: (error) => toast.error(error.message),
  })
  return { judgements: list.data ?? [], say: say.mutate, takeBack: takeBack.mutate }
}
