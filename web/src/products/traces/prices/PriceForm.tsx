import { useState } from "react"
import type { NewPrice, Price } from "@/api/prices"
import { Button } from "@/ui/Button"
import { Field, Input } from "@/ui/Input"
import { draftOf, type PriceDraft, readDraft } from "./priceRows"

interface PriceFormProps {
  /** The model, when it is known. */
  model: string | null
  /** The price to begin with. */
  price: Price | null
  busy: boolean
  onSave: (price: NewPrice) => void
}

const NUMBERS: { name: keyof PriceDraft; label: string }[] = [
  { name: "input", label: "Input" },
  { name: "output", label: "Output" },
  { name: "cacheRead", label: "Cache read" },
  { name: "cacheWrite", label: "Cache write" },
]

/** A new price of a model. The ones before stay for what began before it. */
export function PriceForm({ model, price, busy, onSave }: PriceFormProps) {
  const [name, setName] = useState(model ?? "")
  const [draft, setDraft] = useState(() => draftOf(price))
  const [problem, setProblem] = useState<string | null>(null)
  const change = (part: Partial<PriceDraft>) => {
    setDraft({ ...draft, ...part })
    setProblem(null)
  }
  const submit = () => {
    const read = readDraft(name, draft)
    if (typeof read === "string") setProblem(read)
    else onSave(read)
  }
  return (
    <form
      aria-label="New price"
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      {model === null && (
        <Field label="Model" hint="As requests name it; a provider in front and a date behind do not matter.">
          <Input value={name} maxLength={256} onChange={(event) => setName(event.target.value)} />
        </Field>
      )}
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {NUMBERS.map((one) => (
          <Field key={one.name} label={one.label}>
            <Input
              inputMode="decimal"
              className="num"
              value={draft[one.name]}
              onChange={(event) => change({ [one.name]: event.target.value })}
            />
          </Field>
        ))}
      </div>
      <div className="flex flex-wrap items-end gap-3">
        <Field label="Holds from">
          <Input type="date" value={draft.since} onChange={(event) => change({ since: event.target.value })} />
        </Field>
        <span className="flex-1 pb-1.5 text-ink-3 text-sm">
          US dollars per million tokens. Without a date from now on.
        </span>
        <Button type="submit" variant="primary" disabled={busy}>
          Save price
        </Button>
      </div>
      {problem && (
        <p role="alert" className="text-danger text-sm">
          {problem}
        </p>
      )}
    </form>
  )
}
