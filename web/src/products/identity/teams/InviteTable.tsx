import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type Invite, membersQuery, teamsApi } from "@/api"
import { Button } from "@/ui/Button"
import { RelativeTime } from "@/ui/RelativeTime"
import { toast } from "@/ui/toasts"

export function InviteTable({ team, invites }: { team: string; invites: readonly Invite[] }) {
  const client = useQueryClient()
  const withdraw = useMutation({
    mutationFn: (invite: Invite) => teamsApi.withdraw(team, invite.invite_id),
    onSuccess: (_answer, invite) => {
      toast.info(`The invitation of ${invite.email} is withdrawn.`)
      return client.invalidateQueries({ queryKey: membersQuery(team).queryKey })
    },
  })
  return (
    <ul>
      {invites.map((invite) => (
        <li key={invite.invite_id} className="flex h-9 items-center gap-4 border-line border-t first:border-t-0">
          <span className="min-w-0 flex-1 truncate">{invite.email}</span>
          <span className="text-ink-2">{invite.role}</span>
          <span className="text-ink-3">
            <RelativeTime at={invite.created_at} />
          </span>
          <Button size="sm" variant="ghost" disabled={withdraw.isPending} onClick={() => withdraw.mutate(invite)}>
            Withdraw
          </Button>
        </li>
      ))}
    </ul>
  )
}
