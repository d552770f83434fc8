import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { errorMessage, membersQuery, type RoleName, teamsApi } from "@/api"
import { Button } from "@/ui/Button"
import { Dialog } from "@/ui/Dialog"
import { Field, Input } from "@/ui/Input"
import { Select } from "@/ui/Select"
import { toast } from "@/ui/toasts"
import { ROLES } from "./MemberTable"

export function InviteDialog({ team, onClose }: { team: string; onClose: () => void }) {
  const client = useQueryClient()
  const [who, setWho] = useState("")
  const [role, setRole] = useState<RoleName>("member")
  const invite = useMutation({
    mutationFn: () => teamsApi.invite(team, who.trim(), role),
    meta: { ownErrors: true },
    onSuccess: ({ member, invite: waiting }) => {
      toast.info(member ? `${member.username} belongs to ${team} now.` : `A place waits for ${waiting?.email}.`)
      onClose()
      return client.invalidateQueries({ queryKey: membersQuery(team).queryKey })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    invite.mutate()
  }
  return (
    <Dialog open onClose={onClose} title={`Invite to ${team}`}>
      <form onSubmit={submit} className="space-y-4">
        <Field
          label="Username or email"
          error={invite.error ? errorMessage(invite.error) : undefined}
          hint="A user of this server is a member at once. An address waits for whoever gets a user with it; nothing is mailed."
        >
          <Input required maxLength={320} value={who} onChange={(event) => setWho(event.target.value)} />
        </Field>
        <div>
          <span className="mb-1 block font-medium text-ink-2 text-sm">Role</span>
          <Select label="Role" className="w-full" value={role} options={ROLES} onChange={setRole} />
        </div>
        <div className="flex justify-end">
          <Button type="submit" variant="primary" disabled={invite.isPending}>
            Invite
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
