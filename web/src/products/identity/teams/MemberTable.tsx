import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type Member, membersQuery, type RoleName, teamsApi } from "@/api"
import { Button } from "@/ui/Button"
import { Select } from "@/ui/Select"
import { toast } from "@/ui/toasts"

interface MemberTableProps {
  team: string
  members: readonly Member[]
  isAdmin: boolean
  /** Who looks at it. */
  username: string
  onRemove: (member: Member) => void
}

export const ROLES: readonly { value: RoleName; label: string; hint: string }[] = [
  { value: "viewer", label: "Viewer", hint: "reads" },
  { value: "member", label: "Member", hint: "logs and changes" },
  { value: "admin", label: "Admin", hint: "also decides who belongs here" },
]

export function MemberTable({ team, members, isAdmin, username, onRemove }: MemberTableProps) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full">
        <thead className="text-left text-ink-3 text-sm">
          <tr className="[&>th]:pr-4 [&>th]:pb-1 [&>th]:font-normal">
            <th>Name</th>
            <th>Username</th>
            {isAdmin && <th>Email</th>}
            <th>Role</th>
            <th>
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <tr key={member.username} className="h-9 border-line border-t [&>td]:pr-4">
              <td>{member.name}</td>
              <td className="text-ink-2">{member.username}</td>
              {isAdmin && <td className="text-ink-2">{member.email ?? "–"}</td>}
              <td>{isAdmin ? <RoleChoice team={team} member={member} /> : labelOf(member.role)}</td>
              <td className="text-right">
                {(isAdmin || member.username === username) && (
                  <Button size="sm" variant="ghost" onClick={() => onRemove(member)}>
                    {member.username === username ? "Leave" : "Remove"}
                    <span className="sr-only"> {member.username}</span>
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const labelOf = (role: RoleName) => ROLES.find((each) => each.value === role)?.label ?? role

function RoleChoice({ team, member }: { team: string; member: Member }) {
  const client = useQueryClient()
  const change = useMutation({
    mutationFn: (role: RoleName) => teamsApi.setRole(team, member.username, role),
    onSuccess: ({ role }) => toast.info(`${member.username} is now ${labelOf(role).toLowerCase()} of ${team}.`),
    onSettled: () => client.invalidateQueries({ queryKey: membersQuery(team).queryKey }),
  })
  return (
    <Select
      size="sm"
      className="w-28"
      label={`Role of ${member.username}`}
      value={change.isPending ? change.variables : member.role}
      options={ROLES}
      onChange={(role) => change.mutate(role)}
    />
  )
}
