import { cx } from "@/lib/classNames"
import { Icon } from "@/ui/Icon"
import { TooLarge } from "./fetchFile"

interface ViewerProblemProps {
  error: unknown
  /** Where the bytes are, for those who open them elsewhere. */
  url: string | null
  path?: string | null
  height: string
  onRetry?: () => void
}

/** Instead of a picture: why there is none, and the file to download. */
export function ViewerProblem({ error, url, path, height, onRetry }: ViewerProblemProps) {
  const large = error instanceof TooLarge
  const text = error instanceof Error ? error.message : String(error)
  return (
    <div
      role={large ? "status" : "alert"}
      className={cx(
        "flex min-h-24 flex-col items-center justify-center gap-1 rounded bg-sunken p-3 text-center",
        height,
      )}
    >
      <Icon name={large ? "file" : "alert"} size={18} className={large ? "text-ink-3" : "text-danger"} />
      <p className="font-medium">{large ? "Too large to show" : "This cannot be shown"}</p>
      <p className="max-w-full break-words text-ink-2 text-sm">{text}</p>
      <p className="flex gap-3 text-sm">
        {url && (
          <a href={url} download={path?.split("/").at(-1) ?? true} className="font-medium text-accent hover:underline">
            Download
          </a>
        )}
        {onRetry && !large && (
          <button type="button" onClick={onRetry} className="font-medium text-accent hover:underline">
            Try again
          </button>
        )}
      </p>
    </div>
  )
}
