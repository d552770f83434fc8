import { useRef } from "react"
import { cx } from "@/lib/classNames"
import { formatCount, formatExact } from "@/lib/format"
import { Badge } from "@/ui/Badge"
import { RelativeTime } from "@/ui/RelativeTime"
import { useFocusList } from "@/ui/useFocusList"
import { dollars } from "../amounts"
import { TABLE_GRID, TableHead } from "../sessions/TableHead"
import { isListed, type PriceLine } from "./priceRows"

interface PriceTableProps {
  lines: readonly PriceLine[]
  chosen: string | undefined
  onChoose: (model: string) => void
}

const TRACKS = `${TABLE_GRID} md:grid-cols-[minmax(140px,1fr)_80px_80px_80px_80px_130px] xl:grid-cols-[minmax(140px,1fr)_80px_80px_80px_80px_80px_80px_150px]`
const NAMES = ["Model", "Requests", "Cost", "Input / M", "Output / M", "Read / M", "Write / M", "Price by"]
/** The columns that only wide screens have room for. */
const WIDE = new Set(["Read / M", "Write / M"])

/** What models cost per million tokens (read from and written to a cache as well), and what was spent on them. */
export function PriceTable({ lines, chosen, onChoose }: PriceTableProps) {
  const rows = useRef<HTMLUListElement>(null)
  useFocusList(rows, "Prices")
  return (
    <div className="min-h-0 flex-1 overflow-auto">
      <TableHead tracks={TRACKS} names={NAMES} wide={WIDE} />
      <ul ref={rows} aria-label="Prices">
        {lines.map((line) => (
          <li key={`${line.model} ${line.price?.price_id}`} className="border-line border-b">
            <button
              type="button"
              data-item
              aria-current={line.model === chosen || undefined}
              onClick={() => onChoose(line.model)}
              className={`-outline-offset-2 min-h-8 w-full py-1 text-left hover:bg-hover aria-[current]:bg-accent-soft ${TRACKS}`}
            >
              <Cells line={line} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Cells({ line: { model, price, used } }: { line: PriceLine }) {
  const parts = price ? [price.input, price.output, price.cache_read, price.cache_write] : [null, null, null, null]
  return (
    <>
      <span className="flex min-w-0 items-center gap-2">
        <span className="truncate font-medium" title={model}>
          {model}
        </span>
        {!price && (
          <Badge tone="warn" className="shrink-0">
            no price
          </Badge>
        )}
        {used && used.reported > 0 && (
          <span className="hidden truncate text-ink-3 text-sm lg:inline" title="The client said what they cost">
            {formatCount(used.reported)} reported
          </span>
        )}
      </span>
      <Amount text={used ? formatExact(used.requests) : "–"} />
      <Amount text={used ? dollars(used.cost) : "–"} />
      {parts.map((value, at) => (
        <Amount key={NAMES[at + 3]} wide={WIDE.has(NAMES[at + 3])} text={value === null ? "–" : perMillion(value)} />
      ))}
      <span className="truncate text-right text-ink-3 text-sm">{price && <Author line={{ price }} />}</span>
    </>
  )
}

function Author({ line: { price } }: { line: { price: NonNullable<PriceLine["price"]> } }) {
  if (isListed(price)) return <>list, {price.provider}</>
  return (
    <>
      {price.created_by} · <RelativeTime at={price.created_at} />
    </>
  )
}

const Amount = ({ text, wide }: { text: string; wide?: boolean }) => (
  <span className={cx("num hidden text-right text-sm", wide ? "xl:block" : "md:block")}>{text}</span>
)

/** "$2.50", "$0.075", "$0". */
export const perMillion = (value: number) =>
  `$${value === 0 ? "0" : value.toFixed(value < 0.1 ? 4 : 2).replace(/(\.\d\d)0+$/, "$1")}`
