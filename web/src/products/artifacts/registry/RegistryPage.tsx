import { useQuery } from "@tanstack/react-query"
import { Navigate } from "@tanstack/react-router"
import type { Registry, RegistryDetail } from "@/api/registries"
import { plural } from "@/lib/format"
import { readChoice } from "@/lib/urlState"
import { Badge } from "@/ui/Badge"
import { useCommands } from "@/ui/commands"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { Icon } from "@/ui/Icon"
import { RelativeTime } from "@/ui/RelativeTime"
import { SkeletonRows } from "@/ui/Skeleton"
import { Tabs } from "@/ui/Tabs"
import { useUrlState } from "@/ui/useUrlState"
import { collectionIn, registeredPage } from "./address"
import { CollectionsTab } from "./CollectionsTab"
import { MembersTab } from "./MembersTab"
import { registryQuery, useRegistryOf } from "./queries"
import { RulesTab } from "./RulesTab"

const TABS = ["collections", "members", "rules"] as const

/** One registry: what lies on it, who may use it, and its rules. In the address: `tab`, `q`, `type`, `tag`. */
export function RegistryPage({ organization, name }: { organization: string; name: string }) {
  const { listed, registry } = useRegistryOf(organization, name)
  const [url] = useUrlState()
  const chosen = collectionIn(url.selectionPath)
  if (listed.error && !listed.data) return <ErrorState error={listed.error} onRetry={() => void listed.refetch()} />
  if (registry === undefined) return <SkeletonRows className="p-5" />
  if (registry === null) return <NoRegistry organization={organization} name={name} />
  if (chosen) return <Navigate {...registeredPage(registry, chosen)} search={{}} replace />
  return <Found registry={registry} />
}

export function NoRegistry({ organization, name }: { organization: string; name: string }) {
  const text = `${organization} has no registry “${name}”, or you may not see it.`
  return <EmptyState icon="search" title="No such registry" text={text} />
}

function Found({ registry }: { registry: Registry }) {
  const [url, change] = useUrlState()
  const detail = useQuery(registryQuery(registry))
  const tab = readChoice(url.tab, TABS, "collections")
  const open = (next: (typeof TABS)[number]) => change({ tab: next === "collections" ? null : next }, { push: true })
  useCommands(
    TABS.map((value, index) => ({
      group: "Registry",
      label: `Show ${value}`,
      keys: String(index + 1),
      run: () => open(value),
    })),
  )
  const items = [
    { value: "collections", label: "Collections" },
    { value: "members", label: "Members" },
    { value: "rules", label: "Rules" },
  ] as const
  return (
    <div className="flex h-full flex-col">
      <Header registry={registry} />
      <Tabs
        label="Parts of the registry"
        value={tab}
        items={items}
        onChange={open}
        className="shrink-0 bg-surface px-3"
      />
      <div role="tabpanel" aria-label={tab} className="min-h-0 flex-1 overflow-auto">
        {detail.error && !detail.data && <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />}
        {detail.data ? <Content tab={tab} registry={detail.data} /> : <SkeletonRows className="p-5" />}
      </div>
    </div>
  )
}

function Content({ tab, registry }: { tab: (typeof TABS)[number]; registry: RegistryDetail }) {
  if (tab === "members") return <MembersTab registry={registry} />
  if (tab === "rules") return <RulesTab registry={registry} />
  return <CollectionsTab registry={registry} />
}

function Header({ registry }: { registry: Registry }) {
  return (
    <header className="shrink-0 bg-surface px-4 pt-2.5 pb-1">
      <div className="flex items-center gap-2">
        <Icon name="shelf" size={18} className="text-ink-3" />
        <h1 className="min-w-0 truncate font-semibold text-lg">{registry.name}</h1>
        {registry.visibility === "restricted" && <Badge>members only</Badge>}
      </div>
      <div className="num mt-0.5 flex flex-wrap gap-x-4 text-ink-2 text-sm">
        <span>
          {plural(registry.collection_count, "collection")} · {plural(registry.version_count, "version")}
        </span>
        <span className="text-ink-3">
          changed <RelativeTime at={registry.updated_at} className="text-ink-2" />
        </span>
        <span className="text-ink-3">you are {registry.role} here</span>
      </div>
    </header>
  )
}
