import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { errorMessage } from "@/api"
import { type ArtifactVersion, artifactsApi, type ProjectPath } from "@/api/artifacts"
import type { Registry } from "@/api/registries"
import { Button } from "@/ui/Button"
import { Dialog } from "@/ui/Dialog"
import { Icon } from "@/ui/Icon"
import { Field, Input } from "@/ui/Input"
import { toast } from "@/ui/toasts"
import { artifactsKey } from "../queries"

interface PromoteDialogProps {
  mode: "give" | "take"
  registry: Registry
  at: ProjectPath & { collection: string }
  version: ArtifactVersion
  /** Aliases that versions of this collection have, to choose from. */
  known: readonly string[]
  onClose: () => void
}

/** Give an alias to a version, which takes it from the one that had it; or take one away. */
export function PromoteDialog({ mode, registry, at, version, known, onClose }: PromoteDialogProps) {
  const client = useQueryClient()
  const [name, setName] = useState("")
  const change = useMutation({
    mutationFn: (alias: string) =>
      artifactsApi.editVersion(
        { ...at, version: version.version },
        mode === "give" ? { aliases_to_add: [alias] } : { aliases_to_delete: [alias] },
      ),
    meta: { ownErrors: true },
    onSuccess: async (_answer, alias) => {
      const now = mode === "give" ? `is ${alias} now` : `is no longer ${alias}`
      toast.info(`${at.collection}:${version.version} ${now}.`)
      onClose()
      await client.invalidateQueries({ queryKey: artifactsKey(at) })
    },
  })
  const offered = mode === "give" ? choices(registry, version, known) : version.aliases
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim()) change.mutate(name.trim())
  }
  const error = change.error ? errorMessage(change.error) : undefined
  return (
    <Dialog
      open
      onClose={onClose}
      title={`${mode === "give" ? "Promote" : "Demote"} ${at.collection}:${version.version}`}
      description={
        mode === "give"
          ? "The alias leaves the version that has it now. Scripts that ask for it get this version from then on."
          : "Scripts that ask for the alias fail until it is given to another version."
      }
    >
      {offered.length > 0 && (
        <div className="mb-4 flex flex-wrap gap-1.5">
          {offered.map((alias) => (
            <Button key={alias} size="sm" disabled={change.isPending} onClick={() => change.mutate(alias)}>
              {registry.protected_aliases.includes(alias) && <Icon name="lock" size={11} />}
              {alias}
            </Button>
          ))}
        </div>
      )}
      {mode === "take" && error && (
        <p role="alert" className="text-danger text-sm">
          {error}
        </p>
      )}
      {mode === "give" && (
        <form onSubmit={submit} className="space-y-4">
          <Field label="Alias" error={error}>
            <Input
              required
              autoFocus
              maxLength={128}
              placeholder="production"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
          <div className="flex justify-end">
            <Button type="submit" variant="primary" disabled={change.isPending}>
              Promote
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}

/** Names in use here and protected ones, but for what the version has; `latest` moves by itself. */
function choices(registry: Registry, version: ArtifactVersion, known: readonly string[]): string[] {
  const names = new Set([...registry.protected_aliases, ...known])
  return [...names].filter((name) => name !== "latest" && !version.aliases.includes(name)).sort()
}
