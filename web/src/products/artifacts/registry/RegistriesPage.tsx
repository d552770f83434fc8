import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { useRef, useState } from "react"
import { type Organization, type Registry, registriesQuery } from "@/api/registries"
import { plural } from "@/lib/format"
import { Badge } from "@/ui/Badge"
import { Button } from "@/ui/Button"
import { useCommands } from "@/ui/commands"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { Icon } from "@/ui/Icon"
import { RelativeTime } from "@/ui/RelativeTime"
import { SearchInput } from "@/ui/SearchInput"
import { SkeletonRows } from "@/ui/Skeleton"
import { useFocusList } from "@/ui/useFocusList"
import { useUrlState } from "@/ui/useUrlState"
import { registryPage } from "./address"
import { NewRegistryDialog } from "./NewRegistryDialog"
import { createSnippet } from "./snippets"

/** All registries that the person may see, by organization. */
export function RegistriesPage() {
  const listed = useQuery({ ...registriesQuery, refetchInterval: 30_000 })
  const [url, change] = useUrlState()
  const [making, setMaking] = useState(false)
  const list = useRef<HTMLDivElement>(null)
  useFocusList(list, "Registries")
  const owners = listed.data?.organizations.filter((one) => one.may_create) ?? []
  const begin = () => setMaking(owners.length > 0)
  useCommands([{ group: "Page", label: "New registry…", keys: "n", icon: "plus", run: begin }])
  if (listed.error && !listed.data) return <ErrorState error={listed.error} onRetry={() => void listed.refetch()} />
  if (!listed.data) return <SkeletonRows rows={6} className="mx-auto max-w-5xl px-4 py-8" />
  const search = url.q ?? ""
  const shown = listed.data.registries.filter((one) => fits(one, search))
  return (
    <div className="mx-auto max-w-5xl px-4 py-6">
      <div className="mb-4 flex items-center gap-2">
        <h1 className="flex-1 font-semibold text-lg">Registries</h1>
        <SearchInput label="Search registries" className="w-56" value={search} onChange={(q) => change({ q })} />
        {owners.length > 0 && (
          <Button size="sm" icon="plus" onClick={begin}>
            New registry
          </Button>
        )}
      </div>
      {listed.data.registries.length === 0 && <NoRegistries owners={owners} />}
      {listed.data.registries.length > 0 && shown.length === 0 && <p className="text-ink-3">No registry fits.</p>}
      <div ref={list} className="space-y-6">
        {byOrganization(shown).map(([organization, registries]) => (
          <section key={organization} aria-label={organization}>
            <h2 className="mb-2 text-ink-3 text-sm">{organization}</h2>
            <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
              {registries.map((one) => (
                <RegistryCard key={one.project} registry={one} />
              ))}
            </div>
          </section>
        ))}
      </div>
      {making && <NewRegistryDialog owners={owners} onClose={() => setMaking(false)} />}
    </div>
  )
}

function fits(registry: Registry, search: string): boolean {
  const text = `${registry.organization} ${registry.name} ${registry.description ?? ""}`.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

function byOrganization(registries: readonly Registry[]): [string, Registry[]][] {
  const names = [...new Set(registries.map((one) => one.organization))]
  return names.map((name) => [name, registries.filter((one) => one.organization === name)])
}

function RegistryCard({ registry }: { registry: Registry }) {
  return (
    <Link
      {...registryPage(registry)}
      data-item
      className="flex min-h-30 flex-col rounded-lg border border-line bg-surface p-3 hover:border-line-strong hover:bg-hover"
    >
      <span className="flex items-center gap-2">
        <Icon name="shelf" size={16} className="text-ink-3" />
        <span className="min-w-0 flex-1 truncate font-semibold">{registry.name}</span>
        {registry.visibility === "restricted" && <Badge>members only</Badge>}
      </span>
      <span className="mt-1 flex-1 text-ink-2">
        <span className="line-clamp-2">{registry.description}</span>
      </span>
      <span className="num mt-2 flex justify-between gap-2 text-ink-3 text-sm">
        <span>
          {plural(registry.collection_count, "collection")} · {plural(registry.version_count, "version")}
        </span>
        <RelativeTime at={registry.updated_at} />
      </span>
    </Link>
  )
}

function NoRegistries({ owners }: { owners: readonly Organization[] }) {
  if (owners.length === 0)
    return (
      <EmptyState
        icon="shelf"
        title="No registries yet"
        text="A registry is the shelf of an organization to which versions of models and data sets are promoted. You see one as soon as you belong to its organization, or were given a role in it."
      />
    )
  return (
    <EmptyState
      icon="shelf"
      title="No registries yet"
      text="A registry is the shelf of an organization to which versions of models and data sets are promoted. Make one here, or with a script:"
      snippet={createSnippet(owners[0].name)}
    />
  )
}
