import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useProjectRole } from "@/api"
import {
  automationsApi,
  automationsKey,
  type DeliveryDetail,
  type DeliveryTry,
  deliveriesKey,
  deliveryQuery,
} from "@/api/automations"
import { Badge } from "@/ui/Badge"
import { Button } from "@/ui/Button"
import { ErrorState } from "@/ui/ErrorState"
import { PeekDrawer } from "@/ui/PeekDrawer"
import { RelativeTime } from "@/ui/RelativeTime"
import { SkeletonRows } from "@/ui/Skeleton"
import type { Place } from "./AutomationsPage"
import { DeliveryBadge } from "./DeliveryBadge"
import { indented } from "./indented"
import { eventWord } from "./words"

interface DeliveryDrawerProps extends Place {
  deliveryId: number
  onClose: () => void
  onPrevious?: () => void
  onNext?: () => void
}

const BUSY_MS = 1000

/** One delivery: what was sent, every try with what came back, and sending it again. */
export function DeliveryDrawer({ entity, project, deliveryId, onClose, onPrevious, onNext }: DeliveryDrawerProps) {
  const query = useQuery({
    ...deliveryQuery(entity, project, deliveryId),
    refetchInterval: ({ state }) => (state.data?.state === "waiting" ? BUSY_MS : false),
  })
  const found = query.data
  return (
    <PeekDrawer
      label={`Delivery ${deliveryId}`}
      title={found ? found.name : `Delivery ${deliveryId}`}
      onClose={onClose}
      onPrevious={onPrevious}
      onNext={onNext}
    >
      <div className="space-y-6 px-5 py-4">
        {query.error && !found && (
          <ErrorState
            error={query.error}
            title="The delivery could not be loaded"
            onRetry={() => void query.refetch()}
          />
        )}
        {query.isPending && <SkeletonRows rows={6} />}
        {found && <DeliveryView entity={entity} project={project} delivery={found} />}
      </div>
    </PeekDrawer>
  )
}

function DeliveryView({ entity, project, delivery }: Place & { delivery: DeliveryDetail }) {
  const client = useQueryClient()
  const { mayWrite } = useProjectRole(entity, project)
  const again = useMutation({
    mutationFn: () => automationsApi.redeliver(entity, project, delivery.delivery_id),
    onSettled: () => {
      for (const queryKey of [
        deliveryQuery(entity, project, delivery.delivery_id).queryKey,
        deliveriesKey(entity, project),
        automationsKey(entity, project),
      ]) {
        void client.invalidateQueries({ queryKey })
      }
    },
  })
  const ended = delivery.state === "delivered" || delivery.state === "failed"
  return (
    <>
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <DeliveryBadge state={delivery.state} />
        <span>{eventWord(delivery.event)}</span>
        <span className="text-ink-3">
          <RelativeTime at={delivery.created_at} />
        </span>
        {delivery.state === "waiting" && delivery.next_at && delivery.tries.length > 0 && (
          <span className="text-ink-3">
            next try <RelativeTime at={delivery.next_at} />
          </span>
        )}
        <span className="flex-1" />
        {mayWrite && (
          <Button size="sm" icon="refresh" disabled={!ended || again.isPending} onClick={() => again.mutate()}>
            Send again
          </Button>
        )}
      </header>
      <Part title="Sent">
        <p className="mb-2 break-all text-ink-3 text-sm">
          Key <code className="font-mono text-xs">{delivery.delivery_key}</code>
        </p>
        {delivery.body ? (
          <Code text={indented(delivery.body)} />
        ) : (
          <p className="text-ink-2">
            {delivery.state === "failed" ? delivery.subject : "Nothing: this automation only fires."}
          </p>
        )}
      </Part>
      <Part title={delivery.tries.length === 1 ? "1 try" : `${delivery.tries.length} tries`}>
        {delivery.tries.length === 0 && (
          <p className="text-ink-2">{delivery.state === "waiting" ? "It is on its way." : "None."}</p>
        )}
        <ol className="space-y-3">
          {delivery.tries.map((one, index) => (
            <TryView key={one.started_at} number={index + 1} tried={one} />
          ))}
        </ol>
      </Part>
    </>
  )
}

function TryView({ number, tried }: { number: number; tried: DeliveryTry }) {
  const headers = Object.entries(tried.request_headers)
  return (
    <li className="rounded-lg border border-line bg-surface">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
        <span className="num text-ink-3 text-sm">{number}</span>
        <Badge tone={tried.error ? "danger" : "ok"}>{tried.status ?? (tried.error ? "no answer" : "sent")}</Badge>
        <span className="min-w-0 flex-1 text-sm">{tried.error ?? "Taken"}</span>
        <span className="num text-ink-3 text-sm">{tried.duration_ms} ms</span>
        <span className="text-ink-3 text-sm">
          <RelativeTime at={tried.started_at} />
        </span>
      </div>
      {(tried.response || headers.length > 0) && (
        <details className="border-line border-t px-3 py-2">
          <summary className="cursor-pointer text-ink-2 text-sm">Headers and answer</summary>
          <div className="mt-2 space-y-2">
            {headers.length > 0 && <Code text={headers.map(([name, value]) => `${name}: ${value}`).join("\n")} />}
            {tried.response && <Code text={indented(tried.response)} />}
          </div>
        </details>
      )}
    </li>
  )
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="mb-2 font-semibold">{title}</h2>
      {children}
    </section>
  )
}

function Code({ text }: { text: string }) {
  return (
    <pre className="max-h-96 overflow-auto whitespace-pre-wrap break-words rounded-lg border border-line bg-sunken p-3 font-mono text-sm">
      {text}
    </pre>
  )
}
