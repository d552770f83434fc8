import { Link } from "@tanstack/react-router"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { SkeletonRows } from "@/ui/Skeleton"

export function PagePending() {
  return <SkeletonRows rows={8} className="max-w-2xl p-6" />
}

export function NotFoundPage() {
  return (
    <EmptyState
      icon="search"
      title="Nothing here"
      text="This address leads nowhere, or to something that you may not see."
    >
      <Link to="/" className="font-medium text-accent hover:underline">
        All projects
      </Link>
    </EmptyState>
  )
}

/** Where there is no rail around it. */
export function NowherePage() {
  return (
    <main>
      <NotFoundPage />
    </main>
  )
}

/** The page broke; the rail around it still works. */
export function PageError({ error, reset }: { error: unknown; reset: () => void }) {
  return <ErrorState title="This page broke" error={error} onRetry={reset} />
}
