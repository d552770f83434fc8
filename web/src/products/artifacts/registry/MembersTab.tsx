import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { errorMessage } from "@/api"
import { type GivenRole, type RegistryDetail, registriesApi } from "@/api/registries"
import { Button } from "@/ui/Button"
import { Card } from "@/ui/Card"
import { ErrorState } from "@/ui/ErrorState"
import { Icon } from "@/ui/Icon"
import { Input } from "@/ui/Input"
import { Select } from "@/ui/Select"
import { SkeletonRows } from "@/ui/Skeleton"
import { registryMembersQuery } from "./queries"

type Kind = "users" | "teams"

const ROLES: readonly { value: GivenRole; label: string; hint: string }[] = [
  { value: "viewer", label: "Viewer", hint: "reads and uses" },
  { value: "restricted_viewer", label: "Restricted viewer", hint: "the same" },
  { value: "member", label: "Member", hint: "links and moves aliases" },
  { value: "admin", label: "Admin", hint: "also decides about rules and members" },
]
const labelOf = (role: GivenRole) => ROLES.find((one) => one.value === role)?.label ?? role

/** Who was given a role here, users and teams. */
export function MembersTab({ registry }: { registry: RegistryDetail }) {
  const found = useQuery(registryMembersQuery(registry))
  if (found.error && !found.data) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <SkeletonRows className="p-5" />
  const users = found.data.users.map(({ username, name, role }) => ({ id: username, text: name, role }))
  const teams = found.data.teams.map(({ team, role }) => ({ id: team, text: "", role }))
  return (
    <div className="mx-auto max-w-3xl space-y-4 p-4">
      <p className="text-ink-2">
        {registry.visibility === "restricted"
          ? "Only those listed here, and the admins of the organization, see this registry."
          : "Everybody in the organization reads and links here with the role held there. A role given here counts instead."}
      </p>
      <Roles registry={registry} kind="users" rows={users} />
      <Roles registry={registry} kind="teams" rows={teams} />
    </div>
  )
}

interface RolesProps {
  registry: RegistryDetail
  kind: Kind
  rows: { id: string; text: string; role: GivenRole }[]
}

function Roles({ registry, kind, rows }: RolesProps) {
  const { give, take } = useRoles(registry, kind)
  const isAdmin = registry.role === "admin"
  return (
    <Card title={kind === "users" ? "Users" : "Teams"}>
      {rows.length === 0 && <p className="text-ink-3">None was given a role.</p>}
      <ul>
        {rows.map(({ id, text, role }) => (
          <li key={id} className="flex h-9 items-center gap-2 border-line border-t first:border-t-0">
            <Icon name={kind === "users" ? "user" : "group"} size={14} className="text-ink-3" />
            <span className="min-w-0 flex-1 truncate">
              {id} {text !== id && <span className="text-ink-3">{text}</span>}
            </span>
            {isAdmin ? (
              <Select
                size="sm"
                className="w-36"
                label={`Role of ${id}`}
                value={role}
                options={ROLES}
                onChange={(next) => give.mutate({ id, role: next })}
              />
            ) : (
              <span className="text-ink-2">{labelOf(role)}</span>
            )}
            {isAdmin && (
              <Button size="sm" variant="ghost" onClick={() => take.mutate(id)}>
                Remove<span className="sr-only"> {id}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {isAdmin && <AddMember kind={kind} error={give.error} onAdd={(id, role) => give.mutateAsync({ id, role })} />}
    </Card>
  )
}

function useRoles(registry: RegistryDetail, kind: Kind) {
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: registryMembersQuery(registry).queryKey })
  const give = useMutation({
    mutationFn: ({ id, role }: { id: string; role: GivenRole }) => registriesApi.setRole(registry, kind, id, role),
    meta: { ownErrors: true },
    onSettled: refresh,
  })
  const take = useMutation({
    mutationFn: (id: string) => registriesApi.removeMember(registry, kind, id),
    onSettled: refresh,
  })
  return { give, take }
}

interface AddMemberProps {
  kind: Kind
  error: Error | null
  onAdd: (name: string, role: GivenRole) => Promise<unknown>
}

function AddMember({ kind, error, onAdd }: AddMemberProps) {
  const [name, setName] = useState("")
  const [role, setRole] = useState<GivenRole>("member")
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void onAdd(name.trim(), role).then(
      () => setName(""),
      () => undefined, // said beside the field
    )
  }
  const label = kind === "users" ? "Username" : "Team"
  return (
    <form onSubmit={submit} className="mt-2 flex flex-wrap items-center gap-2">
      <Input
        required
        size="sm"
        className="max-w-56"
        aria-label={label}
        placeholder={label}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Select size="sm" className="w-36" label="Role to give" value={role} options={ROLES} onChange={setRole} />
      <Button type="submit" size="sm">
        Add
      </Button>
      {error && (
        <span role="alert" className="w-full text-danger text-sm">
          {errorMessage(error)}
        </span>
      )}
    </form>
  )
}
