import { useState } from "react"
import type { Facets } from "@/api/traces"
import { Input } from "@/ui/Input"
import { FacetValue } from "./FacetValue"
import { judgedLabel, NOT_JUDGED } from "./judged"

interface JudgedFacetProps {
  /** What was said and how often; "" is nothing. */
  values: NonNullable<Facets["judgements"]>
  chosen: string | undefined
  onChoose: (judgements: string | null) => void
}

/** What people, scorers and clients said, with counts, what nobody judged, and a line to compare with a number. */
export function JudgedFacet({ values, chosen, onChoose }: JudgedFacetProps) {
  const [text, setText] = useState("")
  if (!chosen && values.every(({ value }) => value === "")) return null
  return (
    <section aria-label="Judged" className="mb-3">
      <h2 className="px-2 pb-0.5 text-ink-3 text-xs">Judged</h2>
      <ul>
        {values.map(({ value, spans }) => (
          <FacetValue
            key={value}
            label={judgedLabel(value)}
            count={spans}
            chosen={chosen === (value || NOT_JUDGED)}
            onClick={() => onChoose(chosen === (value || NOT_JUDGED) ? null : value || NOT_JUDGED)}
          />
        ))}
      </ul>
      <form
        className="px-2 pt-1"
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim()) onChoose(text.trim())
          setText("")
        }}
      >
        <Input
          size="sm"
          aria-label="Judged so"
          placeholder="quality < 3"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </form>
    </section>
  )
}
