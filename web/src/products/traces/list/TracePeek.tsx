import { useNavigate } from "@tanstack/react-router"
import { useEffect } from "react"
import type { SpanRow } from "@/api/traces"
import { useCommands } from "@/ui/commands"
import { PeekDrawer } from "@/ui/PeekDrawer"
import { PeekedTrace } from "./PeekedTrace"
import { neighboursOf, type PeekedSpan } from "./peeking"
import { keyOf } from "./tail"

interface TracePeekProps {
  peeked: PeekedSpan
  /** The list that the neighbours are in. */
  spans: readonly SpanRow[]
  onPeek: (peek: string | null) => void
  /** The last row is looked at, and there are more. */
  onEnd: () => void
}

const STEP = { group: "Drawer", quiet: true }

/** A trace beside the list: arrows go on to the next one, space and escape go back. */
export function TracePeek({ peeked, spans, onPeek, onEnd }: TracePeekProps) {
  const navigate = useNavigate()
  const row = spans.find((span) => keyOf(span) === peeked.key)
  const { before, behind } = neighboursOf(spans, peeked.key)
  const atEnd = row !== undefined && !behind
  useEffect(() => {
    if (atEnd) onEnd()
  }, [atEnd, onEnd])
  const onPrevious = before && (() => onPeek(keyOf(before)))
  const onNext = behind && (() => onPeek(keyOf(behind)))
  useCommands(
    [
      ...["ArrowUp", "k"].map((keys) => ({ ...STEP, label: "Previous row", keys, run: () => onPrevious?.() })),
      ...["ArrowDown", "j"].map((keys) => ({ ...STEP, label: "Next row", keys, run: () => onNext?.() })),
    ],
    10,
  )
  const open = () =>
    void navigate({
      to: "/$entity/$project/traces/$trace",
      params: peeked.at,
      search: (row?.is_root ? {} : { span: peeked.span }) as never,
    })
  return (
    <PeekDrawer
      title={row?.name ?? peeked.at.trace}
      label="Trace"
      onClose={() => onPeek(null)}
      onPrevious={onPrevious}
      onNext={onNext}
      onOpenPage={open}
    >
      <PeekedTrace key={peeked.key} at={peeked.at} span={peeked.span} />
    </PeekDrawer>
  )
}
