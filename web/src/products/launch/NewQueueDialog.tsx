import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { errorMessage, launchApi, launchKey } from "@/api"
import { Button } from "@/ui/Button"
import { Dialog } from "@/ui/Dialog"
import { Field, Input, TextArea } from "@/ui/Input"
import { Select } from "@/ui/Select"
import { useUrlState } from "@/ui/useUrlState"
import { parseSettings } from "./settings"

interface NewQueueDialogProps {
  entity: string
  project: string
  onClose: () => void
}

const RESOURCES = ["local-process", "local-container", "kubernetes", "sagemaker", "gcp-vertex"]

/** A queue: its name, and where its runs run. */
export function NewQueueDialog({ entity, project, onClose }: NewQueueDialogProps) {
  const client = useQueryClient()
  const [, change] = useUrlState()
  const [name, setName] = useState("")
  const [resource, setResource] = useState(RESOURCES[0])
  const [settings, setSettings] = useState("{}")
  const [prioritized, setPrioritized] = useState(false)
  const create = useMutation({
    mutationFn: () =>
      launchApi.create(entity, project, {
        name: name.trim(),
        resource,
        settings: parseSettings(settings),
        prioritized,
      }),
    meta: { ownErrors: true },
    onSuccess: async (queue) => {
      await client.invalidateQueries({ queryKey: launchKey(entity, project) })
      change({ queue: queue.name })
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate()
  }
  return (
    <Dialog open onClose={onClose} title="New queue" description="Agents that serve it start its runs one by one.">
      <form onSubmit={submit} className="space-y-4">
        <Field label="Name" error={create.error ? errorMessage(create.error) : undefined}>
          <Input required autoFocus maxLength={64} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label="Runs run on">
          <Select
            label="Runs run on"
            value={resource}
            onChange={setResource}
            options={RESOURCES.map((value) => ({ value, label: value }))}
          />
        </Field>
        <Field label="Settings of the resource, as JSON">
          <TextArea
            rows={5}
            spellCheck={false}
            value={settings}
            onChange={(event) => setSettings(event.target.value)}
            className="font-mono text-sm"
          />
        </Field>
        <label className="flex items-center gap-2">
          <input type="checkbox" checked={prioritized} onChange={(event) => setPrioritized(event.target.checked)} />
          Runs may have priorities
        </label>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={create.isPending || name.trim() === ""}>
            Create queue
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
