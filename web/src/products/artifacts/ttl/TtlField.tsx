import { useState } from "react"
import { Button } from "@/ui/Button"
import { Icon } from "@/ui/Icon"
import { Input } from "@/ui/Input"
import { MENU_ITEM } from "@/ui/Menu"
import { Popover } from "@/ui/Popover"
import { INHERITS, STAYS, TTL_CHOICES_S, ttlText, typedTtl } from "./ttl"

interface TtlFieldProps {
  /** What is the case; null: for ever. */
  ttlS: number | null
  /** What a version gets from its collection; left out for a collection, which has nobody to get it from. */
  inherited?: { is: boolean; ttlS: number | null }
  /** Seconds, 0 for ever, -1 as the collection says. Left out for those who may only read. */
  onChange?: (ttlS: number) => void
}

/** How long something is kept, and the choice of it. */
export function TtlField({ ttlS, inherited, onChange }: TtlFieldProps) {
  const [open, setOpen] = useState(false)
  const choose = (next: number) => {
    setOpen(false)
    onChange?.(next)
  }
  if (!onChange) return <span>{ttlText(ttlS)}</span>
  const own = inherited?.is ? INHERITS : (ttlS ?? STAYS)
  const trigger = (
    <button
      type="button"
      aria-label={`Kept ${ttlText(ttlS).toLowerCase()}: change`}
      className="-mx-1 inline-flex items-center gap-1 rounded px-1 hover:bg-hover"
    >
      {ttlText(ttlS)}
      <Icon name="chevronDown" size={12} className="text-ink-3" />
    </button>
  )
  return (
    <Popover trigger={trigger} open={open} onOpenChange={setOpen} className="w-64">
      <div role="listbox" aria-label="Time to live">
        {inherited && (
          <Choice
            label="As its collection"
            hint={ttlText(inherited.ttlS)}
            chosen={own === INHERITS}
            onChoose={() => choose(INHERITS)}
          />
        )}
        <Choice label="For ever" chosen={own === STAYS} onChoose={() => choose(STAYS)} />
        {TTL_CHOICES_S.map((seconds) => (
          <Choice key={seconds} label={ttlText(seconds)} chosen={own === seconds} onChoose={() => choose(seconds)} />
        ))}
      </div>
      <OwnDays onChoose={choose} />
      <p className="mt-2 px-2 text-ink-3 text-xs">
        Counted from a version's creation. What has an alias besides latest, or is linked elsewhere, stays.
      </p>
    </Popover>
  )
}

interface ChoiceProps {
  label: string
  hint?: string
  chosen: boolean
  onChoose: () => void
}

const Choice = ({ label, hint, chosen, onChoose }: ChoiceProps) => (
  <button
    type="button"
    role="option"
    aria-selected={chosen}
    onClick={onChoose}
    className={`${MENU_ITEM} w-full text-left hover:bg-hover focus-visible:bg-hover`}
  >
    <span className="flex-1">{label}</span>
    {hint && <span className="text-ink-3 text-sm">{hint}</span>}
    <Icon name="check" size={13} className={chosen ? "" : "invisible"} />
  </button>
)

function OwnDays({ onChoose }: { onChoose: (ttlS: number) => void }) {
  const [days, setDays] = useState("")
  const seconds = typedTtl(days)
  return (
    <form
      className="mt-1 flex items-center gap-2 border-line border-t px-2 pt-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (seconds !== null) onChoose(seconds)
      }}
    >
      <Input
        size="sm"
        inputMode="decimal"
        aria-label="Days"
        placeholder="14"
        className="max-w-20"
        value={days}
        onChange={(event) => setDays(event.target.value)}
      />
      <span className="text-ink-2">days</span>
      <Button size="sm" type="submit" className="ml-auto" disabled={seconds === null}>
        Set
      </Button>
    </form>
  )
}
