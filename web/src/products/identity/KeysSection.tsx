import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { type ApiKey, api, keysQuery } from "@/api"
import { Button } from "@/ui/Button"
import { Confirm, Dialog } from "@/ui/Dialog"
import { ErrorState } from "@/ui/ErrorState"
import { Field, Input } from "@/ui/Input"
import { RelativeTime } from "@/ui/RelativeTime"
import { SkeletonRows } from "@/ui/Skeleton"
import { toast } from "@/ui/toasts"
import { SecretCard } from "./SecretCard"
import { Section } from "./Section"
import { useCreateKey } from "./useCreateKey"

export function KeysSection() {
  const keys = useQuery(keysQuery)
  const [creating, setCreating] = useState(false)
  const [revoking, setRevoking] = useState<ApiKey | null>(null)
  const action = (
    <Button size="sm" icon="plus" onClick={() => setCreating(true)}>
      New key
    </Button>
  )
  return (
    <Section title="API keys" action={action}>
      {keys.isPending && <SkeletonRows rows={3} />}
      {keys.error && <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.data?.length === 0 && <p className="text-ink-2">No keys yet. A script needs one to log runs.</p>}
      {keys.data && keys.data.length > 0 && <KeyTable keys={keys.data} onRevoke={setRevoking} />}
      {creating && <CreateKeyDialog onClose={() => setCreating(false)} />}
      {revoking && <RevokeKeyDialog apiKey={revoking} onClose={() => setRevoking(null)} />}
    </Section>
  )
}

function KeyTable({ keys, onRevoke }: { keys: ApiKey[]; onRevoke: (key: ApiKey) => void }) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full">
        <thead className="text-left text-ink-3 text-sm">
          <tr className="[&>th]:pr-4 [&>th]:pb-1 [&>th]:font-normal">
            <th>Name</th>
            <th>Begins with</th>
            <th>Created</th>
            <th>Last used</th>
            <th>
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.key_id} className="h-row border-line border-t [&>td]:pr-4">
              <td>{key.name}</td>
              <td className="font-mono text-ink-2">{key.prefix}…</td>
              <td className="text-ink-2">
                <RelativeTime at={key.created_at} />
              </td>
              <td className="text-ink-2">{key.last_used_at ? <RelativeTime at={key.last_used_at} /> : "never"}</td>
              <td className="text-right">
                <Button size="sm" variant="ghost" onClick={() => onRevoke(key)} aria-label={`Revoke ${key.name}`}>
                  Revoke
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function CreateKeyDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("")
  const create = useCreateKey()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate(name.trim())
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={create.data ? "Your new key" : "New API key"}
      className="w-[min(560px,calc(100vw-24px))]"
    >
      {create.data ? (
        <SecretCard secret={create.data.secret} />
      ) : (
        <form onSubmit={submit} className="space-y-4">
          <Field label="Name" hint="Where it will be used, so that you know which one to revoke.">
            <Input
              required
              maxLength={100}
              placeholder="workstation"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
          <div className="flex justify-end">
            <Button type="submit" variant="primary" disabled={create.isPending}>
              Create key
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}

function RevokeKeyDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const queryClient = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => api.revokeKey(apiKey.key_id),
    onSuccess: () => {
      toast.info(`“${apiKey.name}” is revoked.`)
      onClose()
      return queryClient.invalidateQueries({ queryKey: keysQuery.queryKey })
    },
  })
  return (
    <Confirm
      open
      danger
      title={`Revoke “${apiKey.name}”?`}
      description="Scripts that use this key are refused from now on. This cannot be undone."
      action="Revoke key"
      busy={revoke.isPending}
      onClose={onClose}
      onConfirm={() => revoke.mutate()}
    />
  )
}
