import type { SpanRow } from "@/api/traces"
import { Icon } from "@/ui/Icon"

interface ErrorLineProps {
  /** Where the first failure of the trace began. */
  first: SpanRow
  errors: number
  onNext: () => void
}

/** What went wrong in a trace, before all else; a click goes to it, and on to the next. */
export function ErrorLine({ first, errors, onNext }: ErrorLineProps) {
  return (
    <button
      type="button"
      title="Go to the next error (e)"
      onClick={onNext}
      className="-outline-offset-2 flex h-8 w-full shrink-0 items-center gap-2 border-line border-b bg-danger-soft px-4 text-left text-danger text-sm"
    >
      <Icon name="alert" size={13} className="shrink-0" />
      <span className="shrink-0 font-medium">{first.name}</span>
      <span dir="auto" className="min-w-0 flex-1 truncate">
        {first.error_message || first.error_type || "failed"}
      </span>
      <span className="num shrink-0">{errors > 1 ? `1 of ${errors.toLocaleString("en-US")} errors` : "1 error"}</span>
    </button>
  )
}
