import { useState } from "react"
import { useProjectRole } from "@/api"
import type { ModelRow, PriceList } from "@/api/prices"
import { readChoice } from "@/lib/urlState"
import { Button } from "@/ui/Button"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { PeekDrawer } from "@/ui/PeekDrawer"
import { SearchInput } from "@/ui/SearchInput"
import { SkeletonRows } from "@/ui/Skeleton"
import { Tabs } from "@/ui/Tabs"
import { useUrlState } from "@/ui/useUrlState"
import { PriceForm } from "./PriceForm"
import { PriceTable } from "./PriceTable"
import { PriceVersions } from "./PriceVersions"
import { linesOf, type PriceLine, SHOWN, versionsOf } from "./priceRows"
import { RecomputeBar } from "./RecomputeBar"
import { useModels, usePriceActions, usePrices } from "./usePrices"

interface PricesPageProps {
  entity: string
  project: string
}

/** What the tokens of models cost in a project, who said so, and what that makes of the stored requests. */
export function PricesPage({ entity, project }: PricesPageProps) {
  const prices = usePrices(entity, project)
  const models = useModels(entity, project, prices.data?.job?.finished_at)
  const error = prices.error ?? models.error
  if (prices.data && models.data) {
    return <PriceDesk entity={entity} project={project} prices={prices.data} models={models.data} />
  }
  if (error) return <ErrorState error={error} onRetry={() => void prices.refetch()} />
  return <SkeletonRows rows={10} className="p-4" />
}

interface PriceDeskProps extends PricesPageProps {
  prices: PriceList
  models: ModelRow[]
}

/** In the address: `prices` (which list), `find`, `price` (of which model they are open, "+" for a new one). */
function PriceDesk({ entity, project, prices, models }: PriceDeskProps) {
  const [url, change] = useUrlState()
  const [now] = useState(Date.now)
  const { mayWrite } = useProjectRole(entity, project)
  const { add, remove, recompute } = usePriceActions(entity, project)
  const shown = readChoice(url.prices, SHOWN, "used")
  const find = (url.find ?? "").trim().toLowerCase()
  const lines = linesOf(shown, models, prices, now).filter(({ model }) => model.toLowerCase().includes(find))
  const place = lines.findIndex(({ model }) => model === url.price)
  const line: PriceLine = lines[place] ?? { model: url.price ?? "", price: null, used: null }
  const open = (model: string | null) => change({ price: model }, { push: !url.price })
  const step = (by: number) => {
    const next = place < 0 ? undefined : lines[place + by]
    return next && (() => open(next.model))
  }
  const tabs = SHOWN.map((value) => ({
    value,
    label: LABELS[value],
    count: linesOf(value, models, prices, now).length,
  }))
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex shrink-0 flex-wrap items-center gap-3 px-4 pt-3 pb-1">
        <RecomputeBar prices={prices} mayWrite={mayWrite} onRecompute={() => recompute.mutate()} />
        <span className="flex-1" />
        <SearchInput label="Search models" value={url.find ?? ""} onChange={(text) => change({ find: text || null })} />
        {mayWrite && (
          <Button size="sm" icon="plus" onClick={() => open(NEW)}>
            New price
          </Button>
        )}
      </div>
      <Tabs
        label="Prices"
        value={shown}
        items={tabs}
        onChange={(next) => change({ prices: next === "used" ? null : next })}
        className="shrink-0 px-4"
      />
      {lines.length === 0 ? (
        <EmptyState icon="search" title="No models" text={find ? `No model fits “${url.find}”.` : EMPTY[shown]} />
      ) : (
        <PriceTable lines={lines} chosen={url.price} onChoose={open} />
      )}
      {url.price && (
        <PeekDrawer
          title={url.price === NEW ? "New price" : line.model}
          label="Price"
          onClose={() => open(null)}
          onPrevious={step(-1)}
          onNext={step(1)}
        >
          <div className="space-y-6 p-4">
            {mayWrite && (
              <PriceForm
                key={`${url.price} ${line.price?.price_id}`}
                model={url.price === NEW ? null : line.model}
                price={line.price}
                busy={add.isPending}
                onSave={(price) => add.mutate(price, { onSuccess: () => open(price.model) })}
              />
            )}
            {url.price !== NEW && (
              <PriceVersions
                versions={versionsOf(line, prices)}
                holding={line.price?.price_id}
                sources={prices.sources}
                mayWrite={mayWrite}
                onRemove={(price) => remove.mutate(price)}
              />
            )}
          </div>
        </PeekDrawer>
      )}
    </div>
  )
}

const NEW = "+"
const LABELS = { used: "Used here", own: "Own prices", list: "List prices" }
const EMPTY = {
  used: "No request to a model was traced yet.",
  own: "Models are priced by the list that comes with Runlake until the project has prices of its own.",
  list: "There are none.",
}
