import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { type FormEvent, useState } from "react"
import { errorMessage } from "@/api"
import type { VersionDetail } from "@/api/artifacts"
import { type Registry, registriesApi, registriesQuery } from "@/api/registries"
import { Button } from "@/ui/Button"
import { Dialog } from "@/ui/Dialog"
import { Snippet } from "@/ui/EmptyState"
import { Field, Input } from "@/ui/Input"
import { Select } from "@/ui/Select"
import { SkeletonRows } from "@/ui/Skeleton"
import { toast } from "@/ui/toasts"
import { artifactsKey } from "../queries"
import { registeredPage } from "./address"
import { linkSnippet } from "./snippets"

/** Puts a version into a collection of a registry. */
export function LinkDialog({ found, onClose }: { found: VersionDetail; onClose: () => void }) {
  const listed = useQuery(registriesQuery)
  const open = listed.data?.registries.filter((one) => one.role !== "viewer") ?? []
  return (
    <Dialog open onClose={onClose} title={`Link ${found.collection}:${found.version} to a registry`}>
      {listed.isPending && <SkeletonRows rows={3} />}
      {listed.data && open.length === 0 && (
        <p className="text-ink-2">
          There is no registry that you may link to. Ask an admin of your organization to make one, or to give you a
          role in one.
        </p>
      )}
      {open.length > 0 && <LinkForm found={found} registries={open} onClose={onClose} />}
    </Dialog>
  )
}

interface LinkFormProps {
  found: VersionDetail
  registries: readonly Registry[]
  onClose: () => void
}

function LinkForm({ found, registries, onClose }: LinkFormProps) {
  const navigate = useNavigate()
  const client = useQueryClient()
  const [target, setTarget] = useState(keyOf(registries[0]))
  const [collection, setCollection] = useState(found.collection)
  const [aliases, setAliases] = useState("")
  const registry = registries.find((one) => keyOf(one) === target) ?? registries[0]
  const link = useMutation({
    mutationFn: () => registriesApi.link({ ...registry, collection: collection.trim() }, found, wordsOf(aliases)),
    meta: { ownErrors: true },
    onSuccess: async (made) => {
      toast.info(`Linked as ${made.collection}:${made.version} in ${registry.name}.`)
      onClose()
      await navigate(registeredPage(registry, made.collection))
      await Promise.all([
        client.invalidateQueries({ queryKey: artifactsKey(found) }),
        client.invalidateQueries({ queryKey: artifactsKey(registry) }),
        client.invalidateQueries({ queryKey: registriesQuery.queryKey }),
      ])
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    link.mutate()
  }
  const options = registries.map((one) => ({ value: keyOf(one), label: one.name, hint: one.organization }))
  return (
    <form onSubmit={submit} className="space-y-4">
      <div>
        <span className="mb-1 block font-medium text-ink-2 text-sm">Registry</span>
        <Select label="Registry" className="w-full" value={target} options={options} onChange={setTarget} />
      </div>
      <Field
        label="Collection"
        hint="It is made when the registry has none of this name."
        error={link.error ? errorMessage(link.error) : undefined}
      >
        <Input required maxLength={128} value={collection} onChange={(event) => setCollection(event.target.value)} />
      </Field>
      <Field label="Aliases" hint="Separated by commas; each leaves the version that has it now.">
        <Input placeholder="staging" value={aliases} onChange={(event) => setAliases(event.target.value)} />
      </Field>
      <details>
        <summary className="cursor-pointer text-ink-2 text-sm">The same in a script</summary>
        <div className="mt-2">
          <Snippet code={linkSnippet(registry, collection)} />
        </div>
      </details>
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={link.isPending}>
          Link
        </Button>
      </div>
    </form>
  )
}

const keyOf = (one: Registry) => `${one.entity}/${one.project}`
const wordsOf = (text: string) => [...new Set(text.split(",").map((word) => word.trim()))].filter(Boolean)
