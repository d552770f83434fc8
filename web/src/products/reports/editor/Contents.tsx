import "./slate"
import { useSlate } from "slate-react"
import { anchorOf, outlineOf } from "../document/outline"

/** The headings of the report, as links to them. */
export function Contents() {
  const headings = outlineOf(useSlate().children)
  return (
    <nav aria-label="Contents of the report" className="rounded-lg border border-line bg-surface px-4 py-3">
      {headings.length === 0 && <p className="text-ink-3">Headings will be listed here.</p>}
      <ul className="space-y-1">
        {headings.map(({ at, level, text }) => (
          <li key={at} style={{ paddingLeft: (level - 1) * 16 }}>
            <button
              type="button"
              className="text-left text-ink-2 hover:text-accent"
              onClick={() => document.getElementById(anchorOf(at))?.scrollIntoView({ behavior: "smooth" })}
            >
              {text}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}
