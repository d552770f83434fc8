import { useQuery } from "@tanstack/react-query"
import type { Facet, SpansQuery } from "@/api/traces"
import { tracesApi } from "@/api/traces"
import { cx } from "@/lib/classNames"
import { formatCount } from "@/lib/format"
import type { UrlPatch, UrlState } from "@/lib/urlState"
import { KINDS } from "../KindChip"
import { matchOf } from "./listQuery"

interface FacetListProps {
  entity: string
  project: string
  query: SpansQuery
  url: UrlState
  onChange: (change: UrlPatch) => void
}

const SHOWN: { facet: Facet; label: string }[] = [
  { facet: "status", label: "Status" },
  { facet: "kind", label: "Kind" },
  { facet: "name", label: "Name" },
  { facet: "model", label: "Model" },
  { facet: "service", label: "Service" },
  { facet: "user_id", label: "User" },
  { facet: "error_type", label: "Error" },
  { facet: "tags", label: "Tag" },
  { facet: "scores", label: "Score" },
]
const VALUES = 8

/** The most frequent values of what was found, with counts; a click narrows the list, another widens it. */
export function FacetList({ entity, project, query, url, onChange }: FacetListProps) {
  const match = matchOf(query)
  const facets = useQuery({
    queryKey: ["facets", entity, project, match],
    queryFn: ({ signal }) =>
      tracesApi.facets(entity, project, { ...match, facets: SHOWN.map(({ facet }) => facet), values: VALUES }, signal),
    placeholderData: (before) => before,
  })
  return (
    <nav aria-label="Facets" className="hidden w-52 shrink-0 overflow-y-auto border-line border-r px-2 py-2 lg:block">
      {SHOWN.map(({ facet, label }) => {
        const values = facets.data?.[facet] ?? []
        if (values.length === 0) return null
        return (
          <section key={facet} aria-label={label} className="mb-3">
            <h2 className="px-2 pb-0.5 text-ink-3 text-xs">{label}</h2>
            <ul>
              {values.map(({ value, spans }) => (
                <FacetValue
                  key={value}
                  label={facet === "kind" ? (KINDS.find((kind) => kind.value === value)?.label ?? value) : value}
                  count={spans}
                  chosen={url[facet] === value}
                  onClick={() => onChange({ [facet]: url[facet] === value ? null : value })}
                />
              ))}
            </ul>
          </section>
        )
      })}
    </nav>
  )
}

interface FacetValueProps {
  label: string
  count: number
  chosen: boolean
  onClick: () => void
}

function FacetValue({ label, count, chosen, onClick }: FacetValueProps) {
  return (
    <li>
      <button
        type="button"
        aria-pressed={chosen}
        onClick={onClick}
        className={cx(
          "flex h-6 w-full items-center gap-2 rounded px-2 text-left text-sm",
          chosen ? "bg-accent-soft font-medium text-accent" : "text-ink-2 hover:bg-hover hover:text-ink",
        )}
      >
        <span className="min-w-0 flex-1 truncate" title={label}>
          {label}
        </span>
        <span className="num text-ink-3 text-xs">{formatCount(count)}</span>
      </button>
    </li>
  )
}
