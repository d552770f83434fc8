import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { errorMessage, type LaunchQueue, launchApi } from "@/api"
import { Button } from "@/ui/Button"
import { Dialog } from "@/ui/Dialog"
import { Field, Input, TextArea } from "@/ui/Input"
import { Select } from "@/ui/Select"
import { parseSettings, settingsText } from "./settings"
import { VariableFields } from "./VariableFields"
import { draftsOf, variablesOf } from "./variables"

interface QueueDialogProps {
  entity: string
  project: string
  /** The one to change; without it a new one is made. */
  queue?: LaunchQueue
  /** Before a new one is made. */
  prepare?: () => Promise<unknown>
  onDone: (queue: LaunchQueue) => void
  onClose: () => void
}

const RESOURCES = ["local-process", "local-container", "kubernetes", "sagemaker", "gcp-vertex"]

/** A queue: its name, and where its runs run. */
export function QueueDialog({ entity, project, queue, prepare, onDone, onClose }: QueueDialogProps) {
  const client = useQueryClient()
  const [name, setName] = useState(queue?.name ?? "")
  const [resource, setResource] = useState(queue?.resource ?? RESOURCES[0])
  const [settings, setSettings] = useState(() => settingsText(queue))
  const [variables, setVariables] = useState(() => draftsOf(queue?.variables ?? null))
  const [prioritized, setPrioritized] = useState(queue?.prioritized ?? false)
  const save = useMutation({
    mutationFn: async () => {
      const body = { resource, settings: parseSettings(settings), variables: variablesOf(variables), prioritized }
      if (queue) return launchApi.change(entity, project, queue.name, body)
      await prepare?.()
      return launchApi.create(entity, project, { ...body, name: name.trim() })
    },
    meta: { ownErrors: true },
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: ["launch", entity] })
      onDone(saved)
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  const kinds = RESOURCES.includes(resource) ? RESOURCES : [...RESOURCES, resource]
  return (
    <Dialog
      open
      onClose={onClose}
      title={queue ? `Change ${queue.name}` : "New queue"}
      description={
        queue
          ? "What waits in it already keeps the settings that it was given."
          : "Agents that serve it start its runs one by one."
      }
      className="w-[min(640px,calc(100vw-24px))]"
    >
      <form onSubmit={submit} className="space-y-4">
        {!queue && (
          <Field label="Name">
            <Input required autoFocus maxLength={64} value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
        )}
        <Field label="Runs run on">
          <Select
            label="Runs run on"
            value={resource}
            onChange={setResource}
            options={kinds.map((value) => ({ value, label: value }))}
          />
        </Field>
        <Field label="Settings of the resource, as JSON" hint="{{name}} stands for a template variable.">
          <TextArea
            rows={5}
            spellCheck={false}
            value={settings}
            onChange={(event) => setSettings(event.target.value)}
            className="font-mono text-sm"
          />
        </Field>
        <VariableFields drafts={variables} onChange={setVariables} />
        <label className="flex items-center gap-2">
          <input type="checkbox" checked={prioritized} onChange={(event) => setPrioritized(event.target.checked)} />
          Runs may have priorities
        </label>
        {save.error && (
          <p role="alert" className="text-danger">
            {errorMessage(save.error)}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={save.isPending || name.trim() === ""}>
            {queue ? "Save" : "Create queue"}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
