import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { type FormEvent, useState } from "react"
import { errorMessage } from "@/api"
import { type Organization, type Registry, registriesApi, registriesQuery } from "@/api/registries"
import { Button } from "@/ui/Button"
import { Dialog } from "@/ui/Dialog"
import { Field, Input } from "@/ui/Input"
import { Select } from "@/ui/Select"
import { registryPage } from "./address"

export const REACHES: readonly { value: Registry["visibility"]; label: string; hint: string }[] = [
  { value: "private", label: "Organization", hint: "all of it reads and links" },
  { value: "restricted", label: "Members only", hint: "those who were given a role" },
]

export function NewRegistryDialog({ owners, onClose }: { owners: readonly Organization[]; onClose: () => void }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [organization, setOrganization] = useState(owners[0].name)
  const [name, setName] = useState("")
  const [types, setTypes] = useState("")
  const [visibility, setVisibility] = useState<Registry["visibility"]>("private")
  const create = useMutation({
    mutationFn: () => registriesApi.create({ organization, name: name.trim(), visibility, types: wordsOf(types) }),
    meta: { ownErrors: true },
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: registriesQuery.queryKey })
      await navigate(registryPage(made))
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate()
  }
  return (
    <Dialog open onClose={onClose} title="New registry">
      <form onSubmit={submit} className="space-y-4">
        <Field label="Name" error={create.error ? errorMessage(create.error) : undefined}>
          <Input
            required
            maxLength={110}
            pattern="[^\/\\#?%:]+"
            placeholder="models"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field label="Artifact types" hint="Separated by commas; empty means all types. More can be added later.">
          <Input placeholder="model, dataset" value={types} onChange={(event) => setTypes(event.target.value)} />
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <div>
            <span className="mb-1 block font-medium text-ink-2 text-sm">Organization</span>
            <Select
              label="Organization"
              className="w-full"
              value={organization}
              options={owners.map((one) => ({ value: one.name, label: one.name }))}
              onChange={setOrganization}
            />
          </div>
          <div>
            <span className="mb-1 block font-medium text-ink-2 text-sm">Visible to</span>
            <Select
              label="Visible to"
              className="w-full"
              value={visibility}
              options={REACHES}
              onChange={setVisibility}
            />
          </div>
        </div>
        <div className="flex justify-end">
          <Button type="submit" variant="primary" disabled={create.isPending}>
            Create registry
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

const wordsOf = (text: string) => [...new Set(text.split(",").map((word) => word.trim()))].filter(Boolean)
