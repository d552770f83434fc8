import { type CSSProperties, memo, type ReactNode } from "react"
import { type AnsiColour, type AnsiSpan, parseAnsi } from "@/lib/ansi"

/** One line of terminal output in its colours; occurrences of `mark` are highlighted. */
export const AnsiText = memo(function AnsiText({ text, mark }: { text: string; mark?: string }) {
  const spans = parseAnsi(text)
  return (
    <>
      {spans.map((span, index) => (
        <span key={index} style={spanStyle(span)}>
          {mark ? highlight(span.text, mark) : span.text}
        </span>
      ))}
    </>
  )
})

const cssColour = (colour: AnsiColour): string => (typeof colour === "number" ? `var(--ansi-${colour})` : colour)

function spanStyle(span: AnsiSpan): CSSProperties | undefined {
  const colour = span.colour === undefined ? undefined : cssColour(span.colour)
  const background = span.background === undefined ? undefined : cssColour(span.background)
  if (!colour && !background && !span.bold && !span.dim && !span.italic && !span.underline && !span.inverse)
    return undefined
  return {
    color: span.inverse ? (background ?? "var(--canvas)") : colour,
    background: span.inverse ? (colour ?? "var(--ink)") : background,
    fontWeight: span.bold ? 600 : undefined,
    opacity: span.dim ? 0.7 : undefined,
    fontStyle: span.italic ? "italic" : undefined,
    textDecoration: span.underline ? "underline" : undefined,
  }
}

function highlight(text: string, mark: string): ReactNode {
  const parts: ReactNode[] = []
  const haystack = text.toLowerCase()
  const needle = mark.toLowerCase()
  let from = 0
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, from)) {
    parts.push(
      text.slice(from, at),
      <mark key={at} className="rounded-sm bg-warn-soft text-warn">
        {text.slice(at, at + mark.length)}
      </mark>,
    )
    from = at + mark.length
  }
  return [...parts, text.slice(from)]
}
