import type { Json } from "@/api"
import { cx } from "@/lib/classNames"
import { Markdown } from "@/ui/Markdown"

/** A text that a run logged: what a model said, a report. */
export function TextView({ value, height }: { value: Json; height: string }) {
  const { text, format } = parts(value)
  return (
    <section aria-label="Text" className={cx("overflow-auto rounded bg-sunken p-2", height)}>
      {format === "markdown" ? <Markdown text={text} /> : <p className="whitespace-pre-wrap break-words">{text}</p>}
    </section>
  )
}

function parts(value: Json): { text: string; format: string } {
  const known = typeof value === "object" && value !== null && !Array.isArray(value) ? value : {}
  return { text: String(known.text ?? ""), format: String(known.format ?? "plain") }
}
