import type { ReportDetail, ReportPath } from "@/api"
import { Button } from "@/ui/Button"
import { keysText, useCommands } from "@/ui/commands"
import { PageActions } from "@/ui/PageActions"
import { toast } from "@/ui/toasts"
import { widthOf } from "../document/document"
import { ReportWriting } from "../editor/ReportBody"
import { ConflictNote } from "./ConflictNote"
import { Sheet } from "./Sheet"
import { type Keeping, useWriting } from "./useWriting"

interface WritePageProps {
  at: ReportPath
  report: ReportDetail
  onDone: () => void
}

const KEEPING: Record<Keeping, string> = {
  "nothing to keep": "Nothing to save",
  waiting: "Keeping a draft…",
  kept: "Draft kept",
  failed: "The draft could not be kept",
}

export function WritePage({ at, report, onDone }: WritePageProps) {
  const writing = useWriting(at, report)
  const { keeping, save, discard } = writing
  const act = () =>
    save.mutate(
      {},
      {
        onSuccess: (saved) => {
          toast.info(report.draft ? "Published." : `Saved as version ${saved.version}.`)
          onDone()
        },
      },
    )
  useCommands([{ group: "Report", label: report.draft ? "Publish" : "Save", keys: "mod+s", icon: "save", run: act }], 1)
  return (
    <>
      <PageActions>
        <div className="flex items-center gap-1.5">
          <span
            role="status"
            className={keeping === "failed" ? "text-danger text-sm" : "text-ink-3 text-sm max-md:hidden"}
          >
            {KEEPING[keeping]}
          </span>
          {keeping === "kept" && !report.draft && (
            <Button size="sm" variant="ghost" onClick={() => discard.mutate(undefined, { onSuccess: onDone })}>
              Discard
            </Button>
          )}
          <Button size="sm" onClick={onDone}>
            Read
          </Button>
          <Button size="sm" variant="primary" disabled={save.isPending} title={keysText("mod+s")} onClick={act}>
            {report.draft ? "Publish" : "Save"}
          </Button>
        </div>
      </PageActions>
      <Sheet width={widthOf(report.spec)}>
        {writing.theirs && (
          <ConflictNote
            theirs={writing.theirs}
            busy={save.isPending || discard.isPending}
            onOver={(over) => save.mutate({ over }, { onSuccess: onDone })}
            onDiscard={() => discard.mutate(undefined, { onSuccess: onDone })}
          />
        )}
        <Words
          label="Title"
          placeholder="Title"
          value={writing.title}
          onChange={writing.setTitle}
          className="font-semibold text-3xl tracking-tight"
        />
        <Words
          label="Description"
          placeholder="What is it about?"
          value={writing.description}
          onChange={writing.setDescription}
          className="mb-4 text-ink-2 text-lg"
        />
        <ReportWriting editor={writing.editor} home={at} onChange={writing.onBlocks} />
      </Sheet>
    </>
  )
}

interface WordsProps {
  label: string
  placeholder: string
  value: string
  onChange: (value: string) => void
  className: string
}

function Words({ label, value, onChange, ...rest }: WordsProps) {
  const field = "block w-full bg-transparent outline-none placeholder:text-ink-3"
  return (
    <input
      aria-label={label}
      value={value}
      maxLength={200}
      placeholder={rest.placeholder}
      className={`${field} ${rest.className}`}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
