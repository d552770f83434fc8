import { useQuery } from "@tanstack/react-query"
import type { ProjectPath } from "@/api/artifacts"
import { Card } from "@/ui/Card"
import { RelativeTime } from "@/ui/RelativeTime"
import { SkeletonRows } from "@/ui/Skeleton"
import { describePromotion } from "./history"
import { promotionsQuery } from "./queries"

/** Who linked versions and moved aliases, the last first. */
export function HistoryCard({ at }: { at: ProjectPath & { collection: string } }) {
  const found = useQuery(promotionsQuery(at))
  return (
    <Card title="Promotions">
      {found.isPending && <SkeletonRows rows={3} />}
      {found.error && <p className="text-danger">{found.error.message}</p>}
      {found.data?.promotions.length === 0 && <p className="text-ink-3">Nobody linked a version or moved an alias.</p>}
      <ol className="max-h-96 space-y-1.5 overflow-auto">
        {found.data?.promotions.map((line) => (
          <li key={line.promotion_id} className="flex items-baseline gap-2">
            <span className="min-w-0 flex-1">
              <span className="font-medium">{line.user ?? "somebody"}</span> {describePromotion(line)}
            </span>
            <RelativeTime at={line.promoted_at} className="shrink-0 text-ink-3 text-sm" />
          </li>
        ))}
      </ol>
    </Card>
  )
}
