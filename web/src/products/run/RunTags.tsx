import { type KeyboardEvent, useState } from "react"
import { Chip } from "@/ui/Chip"
import { Icon } from "@/ui/Icon"

export function RunTags({ tags, onChange }: { tags: string[]; onChange: (tags: string[]) => void }) {
  const [draft, setDraft] = useState<string | null>(null)
  const add = () => {
    const tag = draft?.trim()
    setDraft(null)
    if (tag && !tags.includes(tag)) onChange([...tags, tag])
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter") add()
    if (event.key === "Escape") setDraft(null)
  }
  return (
    <div className="mt-1.5 flex flex-wrap items-center gap-1.5">
      {tags.map((tag) => (
        <Chip
          key={tag}
          removeLabel={`Remove the tag ${tag}`}
          onRemove={() => onChange(tags.filter((one) => one !== tag))}
        >
          {tag}
        </Chip>
      ))}
      {draft === null ? (
        <button
          type="button"
          onClick={() => setDraft("")}
          className="inline-flex h-5.5 items-center gap-1 rounded-full border border-line border-dashed px-2 text-ink-3 text-sm hover:border-line-strong hover:text-ink"
        >
          <Icon name="plus" size={11} /> Tag
        </button>
      ) : (
        <input
          // biome-ignore lint/a11y/noAutofocus: the person has just asked for it
          autoFocus
          aria-label="New tag"
          maxLength={256}
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={add}
          onKeyDown={press}
          className="h-5.5 w-32 rounded-full border border-accent bg-surface px-2 text-sm outline-none"
        />
      )}
    </div>
  )
}
