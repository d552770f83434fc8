import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { type FormEvent, useState } from "react"
import { api, errorMessage, projectsQuery, sessionQuery, type Visibility } from "@/api"
import { Button } from "@/ui/Button"
import { Dialog } from "@/ui/Dialog"
import { Field, Input } from "@/ui/Input"
import { Select } from "@/ui/Select"
import { VISIBILITIES } from "./visibilities"

export function NewProjectButton({ entity }: { entity: string }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="sm" icon="plus" onClick={() => setOpen(true)}>
        New project
      </Button>
      {open && <NewProjectDialog entity={entity} onClose={() => setOpen(false)} />}
    </>
  )
}

function NewProjectDialog({ entity, onClose }: { entity: string; onClose: () => void }) {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const owners = useOwners(entity)
  const [owner, setOwner] = useState(entity)
  const [name, setName] = useState("")
  const [visibility, setVisibility] = useState<Visibility>("private")
  const create = useMutation({
    mutationFn: () => api.createProject({ entity: owner, name: name.trim(), visibility }),
    meta: { ownErrors: true },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: projectsQuery.queryKey })
      await navigate({ to: "/$entity/$project", params: { entity: owner, project: name.trim() } })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate()
  }
  return (
    <Dialog open onClose={onClose} title="New project">
      <form onSubmit={submit} className="space-y-4">
        <Field label="Name" error={create.error ? errorMessage(create.error) : undefined}>
          <Input
            required
            maxLength={128}
            pattern="[^\/\\#?%:]+"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <div>
            <span className="mb-1 block font-medium text-ink-2 text-sm">Owner</span>
            <Select label="Owner" className="w-full" value={owner} options={owners} onChange={setOwner} />
          </div>
          <div>
            <span className="mb-1 block font-medium text-ink-2 text-sm">Visibility</span>
            <Select
              label="Visibility"
              className="w-full"
              value={visibility}
              options={VISIBILITIES}
              onChange={setVisibility}
            />
          </div>
        </div>
        <div className="flex justify-end">
          <Button type="submit" variant="primary" disabled={create.isPending}>
            Create project
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** The person's own entity, then the teams in which they may write. */
function useOwners(entity: string): { value: string; label: string }[] {
  const session = useQuery(sessionQuery)
  const teams = (session.data?.teams ?? []).filter((team) => team.role !== "viewer" && team.kind !== "organization")
  const names = new Set([entity, ...teams.map((team) => team.name)])
  return [...names].map((value) => ({ value, label: value }))
}
