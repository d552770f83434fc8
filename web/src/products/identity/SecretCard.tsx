import { exportLines } from "@/lib/snippets"
import { CopyButton } from "@/ui/CopyButton"
import { Snippet } from "@/ui/EmptyState"

/** A fresh key, shown this once. */
export function SecretCard({ secret }: { secret: string }) {
  return (
    <div className="space-y-3 text-left">
      <p className="rounded-md bg-warn-soft px-3 py-2 text-warn">
        Copy the key now: it is stored hashed and never shown again.
      </p>
      <div className="flex items-center gap-2 rounded-lg border border-line bg-sunken py-1 pr-1 pl-3">
        <code data-testid="api-key" className="min-w-0 flex-1 break-all font-mono">
          {secret}
        </code>
        <CopyButton text={secret} label="Copy key" />
      </div>
      <p className="text-ink-2">In the shell that trains:</p>
      <Snippet code={exportLines(window.location.origin, secret)} />
    </div>
  )
}
