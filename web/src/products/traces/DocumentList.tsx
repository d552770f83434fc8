import { formatNumber } from "@/lib/format"
import type { FoundDocument } from "./documents"
import { LongText } from "./LongText"

/** What a search found, in its order: how well it fits, where it is from, what it says. */
export function DocumentList({ documents }: { documents: readonly FoundDocument[] }) {
  return (
    <ol className="space-y-2">
      {documents.map(({ id, score, text, metadata }, index) => (
        <li key={index} className="rounded-lg border border-line bg-surface px-3 py-2">
          <div className="mb-1 flex items-baseline gap-2 text-ink-3 text-xs">
            <span className="num">{index + 1}.</span>
            <span className="min-w-0 truncate font-mono">{id}</span>
            <span className="min-w-0 flex-1 truncate" title={shown(metadata)}>
              {shown(metadata)}
            </span>
            {score !== null && (
              <span className="num shrink-0 text-ink-2" title={String(score)}>
                score {formatNumber(score, 3)}
              </span>
            )}
          </div>
          <LongText text={text} />
        </li>
      ))}
    </ol>
  )
}

const shown = (metadata: unknown) =>
  metadata === null ? "" : typeof metadata === "string" ? metadata : JSON.stringify(metadata)
