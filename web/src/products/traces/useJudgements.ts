import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useProjectRole } from "@/api"
import { type Judgement, type JudgementValue, type TracePath, tracesApi } from "@/api/traces"
import { toast } from "@/ui/toasts"
import { inWords } from "./saying"

/** What was said of the spans of a trace, and ways to say more and to take it back. */
export function useJudgements(at: TracePath) {
  const client = useQueryClient()
  const { username } = useProjectRole(at.entity, at.project)
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
    onSuccess: (said) => {
      toast.info(`Said: ${inWords(said)}`, { label: "Undo", run: () => takeBack.mutate({ one: said, undone: true }) })
      refresh()
    },
    onError: (error) => toast.error(error.message),
  })
  const takeBack = useMutation({
    mutationFn: ({ one }: { one: Judgement; undone?: boolean }) => tracesApi.takeBack(at, one.feedback_id),
    onSuccess: (_, { one, undone }) => {
      const { span_id: span, name, value } = one
      const again = isSayable(value) && one.created_by === username && !undone
      const undo = again ? { label: "Undo", run: () => say.mutate({ span, name, value }) } : undefined
      toast.info(`Taken back: ${inWords(one)}`, undo)
      refresh()
    },
    onError: (error) => toast.error(error.message),
  })
  return { judgements: list.data ?? [], say: say.mutate, takeBack: (one: Judgement) => takeBack.mutate({ one }) }
}

const isSayable = (value: unknown): value is JudgementValue =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"
