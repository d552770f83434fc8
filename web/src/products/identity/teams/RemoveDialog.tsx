import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { type Member, membersQuery, sessionQuery, teamsApi } from "@/api"
import { Confirm } from "@/ui/Dialog"
import { toast } from "@/ui/toasts"

interface RemoveDialogProps {
  team: string
  member: Member
  isSelf: boolean
  onClose: () => void
}

export function RemoveDialog({ team, member, isSelf, onClose }: RemoveDialogProps) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => teamsApi.remove(team, member.username),
    onSuccess: async () => {
      toast.info(isSelf ? `You left ${team}.` : `${member.username} is no longer in ${team}.`)
      onClose()
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey })
      if (isSelf) await navigate({ to: "/settings" })
      else await client.invalidateQueries({ queryKey: membersQuery(team).queryKey })
    },
  })
  const isService = member.kind === "service"
  return (
    <Confirm
      open
      danger
      title={isSelf ? `Leave ${team}?` : `Remove ${member.username}?`}
      description={
        isService
          ? "The account is deleted and its keys are refused from now on. What it logged stays."
          : `${isSelf ? "You lose" : `${member.username} loses`} access to the private projects of ${team}. Runs stay.`
      }
      action={isSelf ? "Leave team" : isService ? "Delete account" : "Remove"}
      busy={remove.isPending}
      onClose={onClose}
      onConfirm={() => remove.mutate()}
    />
  )
}
