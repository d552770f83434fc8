import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useRef, useState } from "react"
import { type Automation, automationsApi, automationsKey, deliveriesKey } from "@/api/automations"
import { Button, IconButton } from "@/ui/Button"
import { Confirm } from "@/ui/Dialog"
import { EmptyState } from "@/ui/EmptyState"
import { Menu, type MenuEntry } from "@/ui/Menu"
import { RelativeTime } from "@/ui/RelativeTime"
import { toast } from "@/ui/toasts"
import { useFocusList } from "@/ui/useFocusList"
import { useUrlState } from "@/ui/useUrlState"
import type { Place } from "./AutomationsPage"
import { DeliveryBadge } from "./DeliveryBadge"
import { FIRST_AUTOMATION } from "./snippets"
import { actionWords, conditionWords, eventWord } from "./words"

interface AutomationListProps extends Place {
  automations: Automation[]
  /** Left out for those who may only read, like `onCreate`. */
  onEdit?: (automation: Automation) => void
  onCreate?: () => void
}

const COLUMNS =
  "grid grid-cols-[minmax(0,1fr)_64px_32px] items-center gap-x-4 px-4 md:grid-cols-[minmax(0,1.2fr)_minmax(0,1.4fr)_minmax(0,1fr)_90px_32px_32px] lg:grid-cols-[minmax(0,1.2fr)_minmax(0,1.4fr)_minmax(0,1fr)_150px_64px_32px]"

/** The automations of a project: what each waits for, what it does, and how its last firing went. */
export function AutomationList({ entity, project, automations, onEdit, onCreate }: AutomationListProps) {
  const list = useRef<HTMLUListElement>(null)
  useFocusList(list, "Automations")
  if (automations.length === 0) {
    return (
      <EmptyState
        icon="bolt"
        title="No automations yet"
        text="An automation waits for something, such as a failed run, a spike of a metric or a new version, and tells a webhook, Slack or an e-mail address."
        snippet={FIRST_AUTOMATION}
      >
        {onCreate && (
          <Button icon="plus" onClick={onCreate}>
            New automation here
          </Button>
        )}
      </EmptyState>
    )
  }
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <div aria-hidden="true" className={`${COLUMNS} h-8 border-line border-b text-ink-3 text-sm`}>
        <span>Name</span>
        <span className="hidden md:block">When</span>
        <span className="hidden md:block">Then</span>
        <span className="hidden md:block">Last fired</span>
        <span>On</span>
        <span />
      </div>
      <ul ref={list}>
        {automations.map((automation) => (
          <AutomationLine
            key={automation.automation_id}
            entity={entity}
            project={project}
            automation={automation}
            onEdit={onEdit && (() => onEdit(automation))}
          />
        ))}
      </ul>
    </div>
  )
}

interface LineProps extends Place {
  automation: Automation
  onEdit?: () => void
}

function AutomationLine({ entity, project, automation, onEdit }: LineProps) {
  const client = useQueryClient()
  const [, change] = useUrlState()
  const [deleting, setDeleting] = useState(false)
  const id = automation.automation_id
  const refetch = () => void client.invalidateQueries({ queryKey: automationsKey(entity, project) })
  const toggle = useMutation({
    mutationFn: () => automationsApi.edit(entity, project, id, { enabled: !automation.enabled }),
    onSuccess: refetch,
  })
  const test = useMutation({
    mutationFn: () => automationsApi.test(entity, project, id),
    onSuccess: (delivery) => {
      void client.invalidateQueries({ queryKey: deliveriesKey(entity, project) })
      refetch()
      change({ tab: "deliveries", delivery: delivery.delivery_id }, { push: true })
    },
  })
  const remove = useMutation({
    mutationFn: () => automationsApi.delete(entity, project, id),
    onSuccess: () => {
      toast.info(`“${automation.name}” is deleted.`)
      refetch()
    },
  })
  const edit: MenuEntry = { label: "Edit…", icon: "edit", onSelect: () => onEdit?.() }
  const fire: MenuEntry = { label: "Fire now", icon: "play", onSelect: () => test.mutate() }
  const erase: MenuEntry = { label: "Delete…", icon: "trash", danger: true, onSelect: () => setDeleting(true) }
  const deliveries: MenuEntry = {
    label: "Its deliveries",
    icon: "clock",
    onSelect: () => change({ tab: "deliveries", automation: id }, { push: true }),
  }
  return (
    <li className={`${COLUMNS} border-line py-2 not-first:border-t hover:bg-hover`}>
      <button data-item type="button" disabled={!onEdit} onClick={onEdit} className="min-w-0 text-left">
        <span className="line-clamp-2 break-words font-medium">{automation.name}</span>
        <span className="block truncate text-ink-3 text-sm">
          {automation.collection ? `in ${automation.collection}` : (automation.description ?? "whole project")}
        </span>
      </button>
      <span className="hidden min-w-0 text-sm md:block">
        <span className="line-clamp-2">{eventWord(automation.event)}</span>
        <span className="line-clamp-2 break-words text-ink-3" title={conditionWords(automation.condition)}>
          {conditionWords(automation.condition) || "always"}
        </span>
      </span>
      <span className="hidden min-w-0 break-words text-sm md:block">{actionWords(automation)}</span>
      <span className="hidden min-w-0 flex-wrap items-center gap-x-2 text-ink-3 text-sm md:flex">
        {automation.last_state && <DeliveryBadge state={automation.last_state} />}
        {automation.last_fired_at ? <RelativeTime at={automation.last_fired_at} /> : !automation.last_state && "never"}
      </span>
      <input
        type="checkbox"
        aria-label={`${automation.name} is on`}
        checked={automation.enabled}
        disabled={toggle.isPending || !onEdit}
        onChange={() => toggle.mutate()}
        className="size-4 accent-accent"
      />
      <Menu
        align="end"
        trigger={<IconButton icon="more" label={`More about ${automation.name}`} />}
        entries={onEdit ? [edit, fire, deliveries, "separator", erase] : [deliveries]}
      />
      <Confirm
        open={deleting}
        onClose={() => setDeleting(false)}
        onConfirm={() => remove.mutate()}
        title={`Delete “${automation.name}”?`}
        description="It stops at once. What it has sent stays in the delivery log."
        action="Delete"
        danger
        busy={remove.isPending}
      />
    </li>
  )
}
