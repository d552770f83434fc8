import type { ReactNode } from "react"
import { cx } from "@/lib/classNames"
import type { widthOf } from "../document/document"
import { anchorOf, type Heading } from "../document/outline"

const WIDTHS = { readable: "max-w-[880px]", fixed: "max-w-[1160px]", fluid: "max-w-none" }
const FEWEST_HEADINGS = 3

interface SheetProps {
  width: ReturnType<typeof widthOf>
  /** Listed beside the text where there is room; empty for none. */
  headings?: readonly Heading[]
  children: ReactNode
}

/** The column that a report stands in. */
export function Sheet({ width, headings = [], children }: SheetProps) {
  return (
    <div className="report-sheet mx-auto flex justify-center px-5 py-8 md:px-12">
      <div className={cx("min-w-0 flex-1 text-[15px] leading-relaxed", WIDTHS[width])}>{children}</div>
      {headings.length >= FEWEST_HEADINGS && width === "readable" && <Outline headings={headings} />}
    </div>
  )
}

function Outline({ headings }: { headings: readonly Heading[] }) {
  return (
    <nav
      aria-label="On this page"
      className="report-outline sticky top-8 ml-12 hidden max-h-[80vh] w-52 shrink-0 self-start overflow-auto text-sm xl:block"
    >
      <p className="mb-1.5 font-medium text-ink-3 text-xs uppercase tracking-wide">On this page</p>
      <ul className="space-y-1 border-line border-l">
        {headings.map(({ at, level, text }) => (
          <li key={at} style={{ paddingLeft: 12 + (level - 1) * 12 }}>
            <button
              type="button"
              className="block max-w-full truncate text-left text-ink-2 hover:text-accent"
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

/** Title, description and who wrote it. */
export function SheetHead({
  title,
  description,
  children,
}: {
  title: string
  description: string
  children: ReactNode
}) {
  return (
    <header className="mb-6 border-line border-b pb-5">
      <h1 className="font-semibold text-3xl leading-tight tracking-tight">{title}</h1>
      {description && <p className="mt-2 text-ink-2 text-lg">{description}</p>}
      <div className="mt-3 flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-3 text-sm">{children}</div>
    </header>
  )
}
