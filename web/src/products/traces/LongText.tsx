import { useState } from "react"
import { cx } from "@/lib/classNames"
import { Button } from "@/ui/Button"

/** Longer texts are cut until somebody asks for all of them. */
export const LONG = 4000

/** A text as it is, line by line. */
export function LongText({ text, mono, boxed }: { text: string; mono?: boolean; boxed?: boolean }) {
  const [whole, setWhole] = useState(false)
  const cut = !whole && text.length > LONG
  return (
    <div className={boxed ? "rounded-lg border border-line bg-surface px-3 py-2" : undefined}>
      <div dir="auto" className={cx("whitespace-pre-wrap break-words", mono && "font-mono text-xs leading-5")}>
        {cut ? `${text.slice(0, LONG)}…` : text}
      </div>
      {cut && (
        <Button size="sm" variant="ghost" onClick={() => setWhole(true)}>
          Show all {text.length.toLocaleString("en-US")} characters
        </Button>
      )}
    </div>
  )
}
