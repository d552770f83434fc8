import { Button } from "./Button"
import { Icon } from "./Icon"

/** What went wrong, and the way on. Takes the place of the content that could not be loaded. */
export function ErrorState({
  error,
  onRetry,
  title = "This could not be loaded",
}: {
  error: unknown
  onRetry?: () => void
  title?: string
}) {
  const message = error instanceof Error ? error.message : String(error)
  return (
    <div role="alert" className="mx-auto flex max-w-xl flex-col items-center gap-2 px-4 py-10 text-center">
      <Icon name="alert" size={24} className="text-danger" />
      <h2 className="font-semibold">{title}</h2>
      <p className="break-words text-ink-2">{message}</p>
      {onRetry && (
        <Button icon="refresh" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  )
}
