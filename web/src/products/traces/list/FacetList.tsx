import { useQuery } from "@tanstack/react-query"
import type { Facet, SpansQuery } from "@/api/traces"
import { tracesApi } from "@/api/traces"
import type { UrlPatch, UrlState } from "@/lib/urlState"
import { KINDS } from "../KindChip"
import { FacetValue } from "./FacetValue"
import { JudgedFacet } from "./JudgedFacet"
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
const ASKED: Facet[] = [...SHOWN.map(({ facet }) => facet), "judgements"]
const VALUES = 8

/** The most frequent values of what was found, with counts; a click narrows the list, another widens it. */
export function FacetList({ entity, project, query, url, onChange }: FacetListProps) {
  const match = matchOf(query)
  const facets = useQuery({
    queryKey: ["facets", entity, project, match],
    queryFn: ({ signal }) => tracesApi.facets(entity, project, { ...match, facets: ASKED, values: VALUES }, signal),
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
      <JudgedFacet
        values={facets.data?.judgements ?? []}
        chosen={url.judgements}
        onChoose={(judgements) => onChange({ judgements })}
      />
    </nav>
  )
}
