import { cx } from "@/lib/classNames"

/** What a small screen has room for: the first column and the last. Wider ones say their own tracks. */
export const TABLE_GRID = "grid items-center gap-x-4 px-4 grid-cols-[minmax(0,1fr)_80px]"

interface TableHeadProps {
  tracks: string
  names: readonly string[]
  /** Those that only wide screens show. */
  wide?: ReadonlySet<string>
}

/** What the columns are; all but the first, and a second one of text, are numbers. */
export function TableHead({ tracks, names, wide }: TableHeadProps) {
  return (
    <div
      aria-hidden="true"
      className={cx("sticky top-0 z-10 h-8 border-line border-b bg-surface text-ink-3 text-sm", tracks)}
    >
      {names.map((name, at) => (
        <span
          key={name}
          className={cx(
            "truncate",
            at > 0 && !name.includes(",") && "text-right",
            at > 0 && at < names.length - 1 && (wide?.has(name) ? "hidden xl:block" : "hidden md:block"),
          )}
        >
          {name}
        </span>
      ))}
    </div>
  )
}
