import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { Link, useNavigate } from "@tanstack/react-router"
import { type FormEvent, useState } from "react"
import { errorMessage, sessionQuery, teamsApi } from "@/api"
import { Badge } from "@/ui/Badge"
import { Button } from "@/ui/Button"
import { Dialog } from "@/ui/Dialog"
import { Field, Input } from "@/ui/Input"
import { Section } from "../Section"

/** The teams of the person, each with a page of its own. */
export function TeamsSection() {
  const session = useQuery(sessionQuery)
  const [creating, setCreating] = useState(false)
  const teams = session.data?.teams.filter((team) => team.kind === "team") ?? []
  const action = session.data?.user.is_admin && (
    <Button size="sm" icon="plus" onClick={() => setCreating(true)}>
      New team
    </Button>
  )
  return (
    <Section title="Teams" action={action}>
      {teams.length === 0 && (
        <p className="text-ink-2">You are in no team. A team owns projects that its members share.</p>
      )}
      <ul>
        {teams.map((team) => (
          <li key={team.name} className="border-line border-t first:border-t-0">
            <Link
              to="/settings/teams/$team"
              params={{ team: team.name }}
              className="flex h-9 items-center gap-2 rounded px-1 hover:bg-hover"
            >
              <span className="font-medium">{team.name}</span>
              <Badge>{team.role}</Badge>
            </Link>
          </li>
        ))}
      </ul>
      {creating && <NewTeamDialog onClose={() => setCreating(false)} />}
    </Section>
  )
}

function NewTeamDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState("")
  const create = useMutation({
    mutationFn: () => teamsApi.create(name.trim()),
    meta: { ownErrors: true },
    onSuccess: async (team) => {
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey })
      await navigate({ to: "/settings/teams/$team", params: { team: team.name } })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate()
  }
  return (
    <Dialog open onClose={onClose} title="New team">
      <form onSubmit={submit} className="space-y-4">
        <Field
          label="Name"
          error={create.error ? errorMessage(create.error) : undefined}
          hint="The first part of the address of its projects."
        >
          <Input required maxLength={128} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <div className="flex justify-end">
          <Button type="submit" variant="primary" disabled={create.isPending}>
            Create team
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
