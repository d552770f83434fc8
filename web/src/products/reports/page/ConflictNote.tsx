import type { ReportDetail } from "@/api"
import { Button } from "@/ui/Button"
import { RelativeTime } from "@/ui/RelativeTime"

interface ConflictNoteProps {
  theirs: ReportDetail
  busy: boolean
  onOver: (theirs: ReportDetail) => void
  onDiscard: () => void
}

/** Somebody else has saved the report since it was opened for writing. */
export function ConflictNote({ theirs, busy, onOver, onDiscard }: ConflictNoteProps) {
  const address = new URL(window.location.href)
  address.searchParams.delete("edit")
  return (
    <div role="alert" className="mb-6 rounded-lg border border-warn bg-warn-soft px-4 py-3 text-sm leading-normal">
      <p className="font-medium">
        {`${theirs.saved_by} saved version ${theirs.version} `}
        <RelativeTime at={theirs.updated_at} />, after you began to write.
      </p>
      <p className="mt-1 text-ink-2">
        Nothing is lost: yours is kept as a draft that you alone see. Whichever you save over stays among the versions.
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="sm" icon="external" onClick={() => window.open(address, "_blank", "noopener")}>
          Read theirs
        </Button>
        <Button size="sm" disabled={busy} onClick={() => onOver(theirs)}>
          Save mine over it
        </Button>
        <Button size="sm" variant="danger" disabled={busy} onClick={onDiscard}>
          Discard mine
        </Button>
      </div>
    </div>
  )
}
