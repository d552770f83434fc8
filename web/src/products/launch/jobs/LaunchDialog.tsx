import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { type FormEvent, useState } from "react"
import { entityLaunchQuery, errorMessage, launchApi } from "@/api"
import type { ArtifactVersion } from "@/api/artifacts"
import { Button } from "@/ui/Button"
import { Dialog } from "@/ui/Dialog"
import { Field, Input, TextArea } from "@/ui/Input"
import { Select } from "@/ui/Select"
import { toast } from "@/ui/toasts"
import { parseSettings } from "../settings"
import { PRIORITIES } from "../snippets"
import { schemasOf, typedValue } from "../variables"
import { VariableField } from "./VariableField"

interface LaunchDialogProps {
  version: ArtifactVersion
  onClose: () => void
}

const MEDIUM = "2"

/** A version of a job is put into a queue, with what shall be different this time. */
export function LaunchDialog({ version, onClose }: LaunchDialogProps) {
  const { entity, project } = version
  const client = useQueryClient()
  const known = useQuery(entityLaunchQuery(entity))
  const [wanted, setWanted] = useState<string | null>(null)
  const [name, setName] = useState("")
  const [config, setConfig] = useState("{}")
  const [lines, setLines] = useState("")
  const [priority, setPriority] = useState(MEDIUM)
  const [values, setValues] = useState<Record<string, string>>({})
  const queues = known.data?.queues ?? []
  const place = (one: (typeof queues)[number]) => `${one.project}/${one.queue.name}`
  const chosen = queues.find((one) => place(one) === wanted) ?? queues[0]
  const variables = schemasOf(chosen?.queue.variables ?? null)
  const push = useMutation({
    mutationFn: async () => {
      const filled = variables.filter(([variable]) => values[variable])
      return launchApi.push(entity, chosen.project, chosen.queue.name, {
        job: `${entity}/${project}/${version.collection}:${version.version}`,
        entity,
        project,
        name: name.trim() || null,
        config: parseSettings(config),
        arguments: lines.trim() === "" ? null : lines.split("\n").filter((line) => line !== ""),
        priority: chosen.queue.prioritized ? Number(priority) : null,
        variables: Object.fromEntries(
          filled.map(([variable, schema]) => [variable, typedValue(values[variable], schema.type, variable)]),
        ),
      })
    },
    meta: { ownErrors: true },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["launch", entity] })
      toast.info(`${version.collection}:${version.version} waits in ${chosen.queue.name}`)
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    push.mutate()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Launch ${version.collection}:${version.version}`}
      description="An agent that serves the queue starts it. What is left empty is as the job says."
      className="w-[min(560px,calc(100vw-24px))]"
    >
      {known.data && !chosen && (
        <p>
          {entity} has no queue.{" "}
          <Link to="/launch" search={{ entity }} className="text-accent underline">
            Make one
          </Link>
          .
        </p>
      )}
      {chosen && (
        <form onSubmit={submit} className="space-y-4">
          <div className="flex flex-wrap gap-4">
            <Field label="Queue">
              <Select
                label="Queue"
                value={place(chosen)}
                onChange={setWanted}
                options={queues.map((one) => ({
                  value: place(one),
                  label: one.queue.name,
                  hint: `${one.project} · ${one.queue.resource ?? "as the job says"}`,
                }))}
              />
            </Field>
            {chosen.queue.prioritized && (
              <Field label="Priority">
                <Select
                  label="Priority"
                  value={priority}
                  onChange={setPriority}
                  options={PRIORITIES.map((label, value) => ({ value: String(value), label }))}
                />
              </Field>
            )}
          </div>
          {variables.map(([variable, schema]) => (
            <VariableField
              key={variable}
              name={variable}
              schema={schema}
              value={values[variable] ?? ""}
              onChange={(value) => setValues({ ...values, [variable]: value })}
            />
          ))}
          <Field label="Config overrides, as JSON">
            <TextArea
              rows={4}
              spellCheck={false}
              value={config}
              onChange={(event) => setConfig(event.target.value)}
              className="font-mono text-sm"
            />
          </Field>
          <Field label="Arguments, one a line">
            <TextArea
              rows={2}
              spellCheck={false}
              value={lines}
              onChange={(event) => setLines(event.target.value)}
              className="font-mono text-sm"
            />
          </Field>
          <Field label="Name of the run">
            <Input maxLength={512} value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
          {push.error && (
            <p role="alert" className="text-danger">
              {errorMessage(push.error)}
            </p>
          )}
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" icon="launch" disabled={push.isPending}>
              Launch
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}
