import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { errorMessage, membersQuery, teamsApi } from "@/api"
import { Button } from "@/ui/Button"
import { Dialog } from "@/ui/Dialog"
import { Field, Input } from "@/ui/Input"
import { SecretCard } from "../SecretCard"

/** Makes an account for a machine; its key is shown this once. */
export function ServiceAccountDialog({ team, onClose }: { team: string; onClose: () => void }) {
  const client = useQueryClient()
  const [name, setName] = useState("")
  const create = useMutation({
    mutationFn: () => teamsApi.createServiceAccount(team, name.trim()),
    meta: { ownErrors: true },
    onSuccess: () => client.invalidateQueries({ queryKey: membersQuery(team).queryKey }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={create.data ? `The key of ${create.data.username}` : "New service account"}
      className="w-[min(560px,calc(100vw-24px))]"
    >
      {create.data ? (
        <SecretCard secret={create.data.api_key} />
      ) : (
        <form onSubmit={submit} className="space-y-4">
          <Field
            label="Name"
            error={create.error ? errorMessage(create.error) : undefined}
            hint={`What it logs without naming an owner goes to ${team}.`}
          >
            <Input
              required
              maxLength={200}
              placeholder="nightly"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
          <div className="flex justify-end">
            <Button type="submit" variant="primary" disabled={create.isPending}>
              Create account
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}
