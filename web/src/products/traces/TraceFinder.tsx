import { plural } from "@/lib/format"
import { IconButton } from "@/ui/Button"
import { SearchInput } from "@/ui/SearchInput"

interface TraceFinderProps {
  value: string
  onChange: (text: string) => void
  /** How many spans have it; null without a text. */
  count: number | null
  onStep: (step: 1 | -1) => void
}

/** Search in a trace: how many spans have a text, and the way through them. */
export function TraceFinder({ value, onChange, count, onStep }: TraceFinderProps) {
  return (
    <search className="flex items-center gap-1">
      {count !== null && (
        <span role="status" className="num whitespace-nowrap text-ink-3 text-sm">
          {count === 0 ? "not found" : `${plural(count, "span")} found`}
        </span>
      )}
      {count !== null && count > 0 && (
        <>
          <IconButton icon="arrowUp" label="Previous one" shortcut="N" onClick={() => onStep(-1)} />
          <IconButton icon="arrowDown" label="Next one" shortcut="n" onClick={() => onStep(1)} />
        </>
      )}
      <SearchInput label="Search in this trace" value={value} onChange={onChange} className="w-52" />
    </search>
  )
}
