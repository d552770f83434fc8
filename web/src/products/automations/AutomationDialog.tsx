import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { errorMessage } from "@/api"
import {
  type Automation,
  automationsApi,
  automationsKey,
  integrationsQuery,
  type NewAutomation,
} from "@/api/automations"
import { withFullNames } from "@/products/runs-table/useFields"
import { Button } from "@/ui/Button"
import { Dialog } from "@/ui/Dialog"
import { Field, Input } from "@/ui/Input"
import { Select } from "@/ui/Select"
import { ActionFields } from "./ActionFields"
import type { Place } from "./AutomationsPage"
import { ConditionFields } from "./ConditionFields"
import { bodyOf, type Draft, draftOf, EMPTY } from "./draft"
import { EVENTS, eventOf } from "./words"

interface AutomationDialogProps extends Place {
  /** What is edited; null makes a new one. */
  automation: Automation | null
  onClose: () => void
}

/** When something happens, on which runs or versions, and what is done then. */
export function AutomationDialog({ entity, project, automation, onClose }: AutomationDialogProps) {
  const client = useQueryClient()
  const integrations = useQuery(integrationsQuery(entity))
  const [draft, setDraft] = useState<Draft>(() => (automation ? draftOf(automation) : EMPTY))
  const of = eventOf(draft.event)?.of ?? "states"
  const save = useMutation({
    mutationFn: async () => {
      const body = await withFullFields(bodyOf(draft))
      if (!automation) return automationsApi.create(entity, project, body)
      const { collection: _, ...edit } = body
      return automationsApi.edit(entity, project, automation.automation_id, edit)
    },
    meta: { ownErrors: true },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: automationsKey(entity, project) })
      onClose()
    },
  })
  /** People write `lr` for `config.lr`; events of artifacts have names of their own. */
  const withFullFields = async (body: NewAutomation): Promise<NewAutomation> => {
    if (!body.condition?.where || of === "alias" || of === "tag") return body
    return {
      ...body,
      condition: { ...body.condition, where: await withFullNames(entity, project, body.condition.where) },
    }
  }
  const change = (part: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...part }))
    if (save.error) save.reset()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={automation ? `Edit “${automation.name}”` : "New automation"}
      className="w-[min(640px,calc(100vw-24px))]"
    >
      <form onSubmit={submit} className="space-y-4">
        <Field label="Name">
          <Input
            required
            autoFocus
            maxLength={200}
            value={draft.name}
            onChange={(event) => change({ name: event.target.value })}
          />
        </Field>
        <fieldset className="space-y-3 border-line border-t pt-3">
          <legend className="pr-2 font-semibold text-ink-2 text-sm">When</legend>
          <Select
            label="Event"
            value={draft.event}
            options={EVENTS}
            onChange={(event) => change({ event })}
            className="w-full"
          />
          <ConditionFields draft={draft} of={of} isNew={!automation} change={change} />
        </fieldset>
        <fieldset className="space-y-3 border-line border-t pt-3">
          <legend className="pr-2 font-semibold text-ink-2 text-sm">Then</legend>
          <ActionFields draft={draft} of={of} integrations={integrations.data ?? []} change={change} />
        </fieldset>
        {save.error && (
          <p role="alert" className="text-danger text-sm">
            {errorMessage(save.error)}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={save.isPending || draft.name.trim() === ""}>
            {automation ? "Save" : "Create automation"}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
