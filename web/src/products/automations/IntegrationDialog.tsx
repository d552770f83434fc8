import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { errorMessage } from "@/api"
import { automationsApi, type IntegrationKind, integrationsKey } from "@/api/automations"
import { Button } from "@/ui/Button"
import { Dialog } from "@/ui/Dialog"
import { Field, Input } from "@/ui/Input"
import { Select } from "@/ui/Select"

const KINDS = [
  { value: "webhook", label: "Webhook" },
  { value: "slack", label: "Slack" },
  { value: "email", label: "E-mail" },
] as const

interface Value {
  key: string
  label: string
  hint?: string
  required?: boolean
  secret?: boolean
}

const VALUES: Record<IntegrationKind, Value[]> = {
  webhook: [
    { key: "url", label: "Address", hint: "https://…, takes a POST with JSON", required: true },
    { key: "secret", label: "Secret", hint: "Signs every request; optional", secret: true },
    { key: "access_token", label: "Access token", hint: "Sent as Authorization: Bearer; optional", secret: true },
  ],
  slack: [
    { key: "url", label: "Address of the incoming webhook", hint: "Kept secret", required: true, secret: true },
    { key: "team", label: "Workspace", hint: "To know it again; optional" },
    { key: "channel", label: "Channel", hint: "To know it again; optional" },
  ],
  email: [{ key: "address", label: "Address", required: true }],
}

/** A place to send to. Secrets are not shown again. */
export function IntegrationDialog({ entity, onClose }: { entity: string; onClose: () => void }) {
  const client = useQueryClient()
  const [kind, setKind] = useState<IntegrationKind>("webhook")
  const [name, setName] = useState("")
  const [values, setValues] = useState<Record<string, string>>({})
  const create = useMutation({
    mutationFn: () => {
      const given = VALUES[kind].map(({ key }) => [key, values[key]?.trim() ?? ""]).filter(([, value]) => value)
      return automationsApi.createIntegration(entity, { kind, name: name.trim(), values: Object.fromEntries(given) })
    },
    meta: { ownErrors: true },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: integrationsKey(entity) })
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate()
  }
  return (
    <Dialog open onClose={onClose} title="New integration">
      <form onSubmit={submit} className="space-y-4">
        <Select label="Kind" value={kind} options={KINDS} onChange={setKind} className="w-full" />
        <Field label="Name">
          <Input required autoFocus maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        {VALUES[kind].map(({ key, label, hint, required, secret }) => (
          <Field key={key} label={label} hint={hint}>
            <Input
              required={required}
              type={secret ? "password" : "text"}
              autoComplete="off"
              value={values[key] ?? ""}
              onChange={(event) => setValues({ ...values, [key]: event.target.value })}
            />
          </Field>
        ))}
        {create.error && (
          <p role="alert" className="text-danger text-sm">
            {errorMessage(create.error)}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={create.isPending}>
            Create integration
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
