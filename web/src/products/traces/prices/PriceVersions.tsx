import type { Price } from "@/api/prices"
import { cx } from "@/lib/classNames"
import { formatTime } from "@/lib/format"
import { Badge } from "@/ui/Badge"
import { IconButton } from "@/ui/Button"
import { RelativeTime } from "@/ui/RelativeTime"
import { perMillion } from "./PriceTable"
import { isListed } from "./priceRows"

interface PriceVersionsProps {
  versions: readonly Price[]
  /** The one that holds now. */
  holding: string | undefined
  sources: { [provider: string]: string }
  mayWrite: boolean
  onRemove: (price: Price) => void
}

/** Every price of a model: from when, by whom, and what became of it. */
export function PriceVersions({ versions, holding, sources, mayWrite, onRemove }: PriceVersionsProps) {
  if (versions.length === 0) return <p className="text-ink-3">This model has no price: its requests have no cost.</p>
  return (
    <ol aria-label="Versions" className="divide-y divide-line">
      {versions.map((price) => (
        <li key={price.price_id} className="flex min-h-11 items-center gap-3 py-1.5 text-sm">
          <span className="w-24 shrink-0 text-ink-2">{sinceText(price)}</span>
          <span className={cx("num min-w-0 flex-1", price.removed_at && "text-ink-3 line-through")}>
            {perMillion(price.input)} in · {perMillion(price.output)} out
            <span className="block text-ink-3 text-xs">
              cache {perMillion(price.cache_read)} read, {perMillion(price.cache_write)} written
            </span>
          </span>
          {price.price_id === holding && <Badge tone="ok">holds now</Badge>}
          <Origin price={price} source={sources[price.provider]} />
          <span className="w-7 shrink-0">
            {mayWrite && !isListed(price) && !price.removed_at && (
              <IconButton icon="trash" label="Remove this price" onClick={() => onRemove(price)} />
            )}
          </span>
        </li>
      ))}
    </ol>
  )
}

function Origin({ price, source }: { price: Price; source: string | undefined }) {
  if (isListed(price)) {
    return (
      <span className="text-right text-ink-3">
        {source ? (
          <a href={source} target="_blank" rel="noreferrer" className="text-accent hover:underline">
            list of {price.provider}
          </a>
        ) : (
          `list of ${price.provider}`
        )}
      </span>
    )
  }
  return (
    <span className="text-right text-ink-3">
      {price.created_by}, <RelativeTime at={price.created_at} />
      {price.removed_at && (
        <span className="block text-xs">
          removed by {price.removed_by}, <RelativeTime at={price.removed_at} />
        </span>
      )}
    </span>
  )
}

/** "2024-05-13"; of prices that always held "always". */
function sinceText({ effective_at: since }: Price): string {
  const time = new Date(since)
  return time.getTime() === 0 ? "always" : formatTime(time).split(" ")[0]
}
