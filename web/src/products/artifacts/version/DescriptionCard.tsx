import { type KeyboardEvent, lazy, Suspense, useState } from "react"
import { modKey } from "@/lib/keyboard"
import { Button } from "@/ui/Button"
import { TextArea } from "@/ui/Input"
import { SkeletonRows } from "@/ui/Skeleton"
import { Card } from "./Card"

const Markdown = lazy(() => import("./Markdown").then((module) => ({ default: module.Markdown })))

/** The description, written in Markdown. */
export function DescriptionCard({ text, onSave }: { text: string; onSave: (text: string) => void }) {
  const [draft, setDraft] = useState<string | null>(null)
  if (draft === null) {
    const edit = (
      <Button size="sm" variant="ghost" onClick={() => setDraft(text)}>
        {text ? "Edit" : "Write"}
      </Button>
    )
    return (
      <Card title="Description" action={edit}>
        {text ? (
          <Suspense fallback={<SkeletonRows rows={3} />}>
            <Markdown text={text} />
          </Suspense>
        ) : (
          <p className="text-ink-3">What is in this version, and what is it good for?</p>
        )}
      </Card>
    )
  }
  const save = () => {
    if (draft !== text) onSave(draft)
    setDraft(null)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") setDraft(null)
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save()
  }
  return (
    <Card title="Description">
      <TextArea
        autoFocus
        rows={8}
        aria-label="Description"
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={press}
      />
      <div className="mt-2 flex items-center justify-end gap-2">
        <span className="mr-auto text-ink-3 text-xs">Markdown · {modKey} Enter saves</span>
        <Button size="sm" onClick={() => setDraft(null)}>
          Cancel
        </Button>
        <Button size="sm" variant="primary" onClick={save}>
          Save
        </Button>
      </div>
    </Card>
  )
}
