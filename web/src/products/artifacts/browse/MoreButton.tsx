import { plural } from "@/lib/format"
import { Button } from "@/ui/Button"

interface MoreButtonProps {
  shown: number
  total: number
  noun: string
  pages: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
}

/** The foot of a list that is read page after page; nothing when all of it is there. */
export function MoreButton({ shown, total, noun, pages }: MoreButtonProps) {
  if (!pages.hasNextPage) return null
  return (
    <div className="flex h-9 shrink-0 items-center gap-3 border-line border-t bg-surface px-4 text-ink-2 text-sm">
      <span className="num">
        {shown.toLocaleString("en-US")} of {plural(total, noun)}
      </span>
      <Button size="sm" disabled={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
        {pages.isFetchingNextPage ? "Loading…" : "Load more"}
      </Button>
    </div>
  )
}
