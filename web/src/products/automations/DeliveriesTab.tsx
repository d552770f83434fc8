import { useInfiniteQuery } from "@tanstack/react-query"
import { useRef } from "react"
import { type Automation, type Delivery, deliveriesQuery } from "@/api/automations"
import { Button, IconButton } from "@/ui/Button"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { RelativeTime } from "@/ui/RelativeTime"
import { Select } from "@/ui/Select"
import { SkeletonRows } from "@/ui/Skeleton"
import { useFocusList } from "@/ui/useFocusList"
import { useUrlState } from "@/ui/useUrlState"
import type { Place } from "./AutomationsPage"
import { DeliveryBadge } from "./DeliveryBadge"
import { DeliveryDrawer } from "./DeliveryDrawer"
import { eventWord } from "./words"

const COLUMNS =
  "grid w-full grid-cols-[80px_minmax(0,1fr)_90px] items-center gap-x-4 px-4 text-left md:grid-cols-[80px_minmax(0,1.2fr)_minmax(0,1fr)_40px_90px]"
const ALL = "all"
/** Something that waits will change soon; what has ended does not. */
const BUSY_MS = 1500
const IDLE_MS = 10_000

/** What was sent, or is to be, the newest first. */
export function DeliveriesTab({ entity, project, automations }: Place & { automations: Automation[] }) {
  const [url, change] = useUrlState()
  const list = useRef<HTMLUListElement>(null)
  const query = useInfiniteQuery({
    ...deliveriesQuery(entity, project, url.automation),
    refetchInterval: ({ state }) =>
      state.data?.pages.flat().some((one) => one.state === "waiting") ? BUSY_MS : IDLE_MS,
  })
  useFocusList(list, "Deliveries")
  const rows = query.data?.pages.flat() ?? []
  const open = (id: number | undefined) => change({ delivery: id ?? null }, { push: id !== undefined })
  const at = rows.findIndex((one) => String(one.delivery_id) === url.delivery)
  const step = (by: number) => {
    const next = at < 0 ? undefined : rows[at + by]
    return next && (() => change({ delivery: next.delivery_id }))
  }
  if (query.error && !query.data) {
    return <ErrorState error={query.error} title="The log could not be loaded" onRetry={() => void query.refetch()} />
  }
  return (
    <>
      <div className="mb-3 flex items-center gap-2">
        <Select
          size="sm"
          label="Deliveries of"
          value={url.automation ?? ALL}
          options={[
            { value: ALL, label: "All deliveries" },
            ...automations.map((one) => ({ value: String(one.automation_id), label: one.name })),
          ]}
          onChange={(id) => change({ automation: id === ALL ? null : id })}
        />
        <IconButton icon="refresh" label="Look again" onClick={() => void query.refetch()} />
      </div>
      {query.isPending && <SkeletonRows rows={8} />}
      {query.data && rows.length === 0 && (
        <EmptyState
          icon="clock"
          title="Nothing was sent yet"
          text="Every delivery of an automation or alert is listed here, with what was sent and what was answered, for 30 days."
        />
      )}
      {rows.length > 0 && (
        <div className="overflow-hidden rounded-lg border border-line bg-surface">
          <div aria-hidden="true" className={`${COLUMNS} h-8 border-line border-b text-ink-3 text-sm`}>
            <span>State</span>
            <span>Automation or alert</span>
            <span className="hidden md:block">Because</span>
            <span className="hidden text-right md:block">Tries</span>
            <span className="text-right">When</span>
          </div>
          <ul ref={list}>
            {rows.map((one) => (
              <DeliveryLine key={one.delivery_id} delivery={one} onOpen={() => open(one.delivery_id)} />
            ))}
          </ul>
        </div>
      )}
      {query.hasNextPage && (
        <div className="mt-3 flex justify-center">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show older deliveries
          </Button>
        </div>
      )}
      {url.delivery && (
        <DeliveryDrawer
          key={url.delivery}
          entity={entity}
          project={project}
          deliveryId={Number(url.delivery)}
          onClose={() => open(undefined)}
          onPrevious={step(-1)}
          onNext={step(1)}
        />
      )}
    </>
  )
}

function DeliveryLine({ delivery, onOpen }: { delivery: Delivery; onOpen: () => void }) {
  return (
    <li className="border-line not-first:border-t">
      <button data-item type="button" onClick={onOpen} className={`${COLUMNS} -outline-offset-2 py-2 hover:bg-hover`}>
        <span>
          <DeliveryBadge state={delivery.state} />
        </span>
        <span className="min-w-0">
          <span className="line-clamp-2 break-words font-medium">{delivery.name}</span>
          {delivery.subject && delivery.subject !== delivery.name && (
            <span className="block truncate text-ink-3 text-sm">{delivery.subject}</span>
          )}
        </span>
        <span className="hidden min-w-0 text-sm md:block">{eventWord(delivery.event)}</span>
        <span className="num hidden text-right text-sm md:block">{delivery.attempts}</span>
        <span className="text-right text-ink-3 text-sm">
          <RelativeTime at={delivery.created_at} />
        </span>
      </button>
    </li>
  )
}
