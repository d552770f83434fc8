import { Link, useNavigate } from "@tanstack/react-router"
import { useState } from "react"
import { useProjectRole } from "@/api"
import type { VersionDetail } from "@/api/artifacts"
import { formatBytes, plural } from "@/lib/format"
import { Button, IconButton } from "@/ui/Button"
import { copyText } from "@/ui/CopyButton"
import { useCommands } from "@/ui/commands"
import { Confirm } from "@/ui/Dialog"
import { Icon } from "@/ui/Icon"
import { Menu } from "@/ui/Menu"
import { NameChips } from "@/ui/NameChips"
import { RelativeTime } from "@/ui/RelativeTime"
import { toast } from "@/ui/toasts"
import { collectionPage, typePage, type VersionTab, versionTab } from "../address"
import { RunName } from "../RunName"
import { LinkDialog } from "../registry/LinkDialog"
import { wandbName } from "../snippets"
import { usePlaces } from "../usePlaces"
import { useVersionActions } from "../useVersionActions"

/** Which version this is, its aliases and tags, and the way to its neighbours. */
export function VersionHeader({ found, tab }: { found: VersionDetail; tab: VersionTab }) {
  const { edit, remove } = useVersionActions(found, found.type)
  const { mayWrite } = useProjectRole(found.entity, found.project)
  const [asking, setAsking] = useState(false)
  const [linking, setLinking] = useState(false)
  const copyName = () => {
    void copyText(wandbName(found)).then(() => toast.info(`Copied “${wandbName(found)}”.`), toast.error)
  }
  useCommands([
    { group: "Artifact", label: "Copy the full name", icon: "copy", hint: wandbName(found), run: copyName },
    { group: "Artifact", label: "Link to registry…", keys: "l", icon: "shelf", run: () => setLinking(true) },
    ...(mayWrite
      ? [{ group: "Artifact", label: "Delete this version…", icon: "trash" as const, run: () => setAsking(true) }]
      : []),
  ])
  const named = found.aliases.filter((alias) => alias !== "latest")
  return (
    <header className="shrink-0 bg-surface px-4 pt-2.5 pb-1">
      <div className="flex items-center gap-1.5">
        <Link {...typePage(found)} className="text-ink-2 hover:text-ink hover:underline">
          {found.type}
        </Link>
        <Icon name="chevronRight" size={12} className="text-ink-3" />
        <h1 className="flex min-w-0 font-semibold text-lg">
          <Link {...collectionPage(found)} className="min-w-0 truncate hover:underline">
            {found.collection}
          </Link>
          <span className="num">:{found.version}</span>
        </h1>
        <Neighbours found={found} tab={tab} />
        <span className="flex-1" />
        <Button size="sm" icon="shelf" onClick={() => setLinking(true)}>
          Link to registry
        </Button>
        <Menu
          align="end"
          trigger={<IconButton icon="more" label="More" />}
          entries={[
            { label: "Copy full name", icon: "copy", onSelect: copyName },
            ...(mayWrite
              ? [
                  "separator" as const,
                  {
                    label: found.linked_at ? "Take out of this collection…" : "Delete version…",
                    icon: "trash" as const,
                    danger: true,
                    onSelect: () => setAsking(true),
                  },
                ]
              : []),
          ]}
        />
      </div>
      <Facts found={found} />
      <div className="flex flex-wrap gap-x-5">
        <NameChips
          noun="alias"
          active
          names={found.aliases}
          onAdd={mayWrite ? (alias) => edit.mutate({ aliases_to_add: [alias] }) : undefined}
          onRemove={mayWrite ? (alias) => edit.mutate({ aliases_to_delete: [alias] }) : undefined}
        />
        <NameChips
          noun="tag"
          names={found.tags}
          onAdd={mayWrite ? (tag) => edit.mutate({ tags_to_add: [tag] }) : undefined}
          onRemove={mayWrite ? (tag) => edit.mutate({ tags_to_delete: [tag] }) : undefined}
        />
      </div>
      {linking && <LinkDialog found={found} onClose={() => setLinking(false)} />}
      <Confirm
        open={asking}
        danger
        busy={remove.isPending}
        title={`${found.linked_at ? "Take out" : "Delete"} “${found.collection}:${found.version}”?`}
        description={consequences(found, named)}
        action={found.linked_at ? "Take out" : "Delete version"}
        onClose={() => setAsking(false)}
        onConfirm={() => remove.mutate()}
      />
    </header>
  )
}

function consequences(found: VersionDetail, named: string[]): string {
  if (found.linked_at) return "The version stays in the collection it was logged to; the aliases it has here go."
  const parts = []
  if (named.length > 0) parts.push(`Scripts that ask for ${named.map((alias) => `“${alias}”`).join(", ")} will fail.`)
  if (found.used_by_count > 0) parts.push(`${plural(found.used_by_count, "run")} used it.`)
  if (found.links.length > 0) parts.push(`It is linked to ${plural(found.links.length, "other collection")}.`)
  return [...parts, "This cannot be undone."].join(" ")
}

function Facts({ found }: { found: VersionDetail }) {
  return (
    <div className="num mt-0.5 flex flex-wrap items-center gap-x-4 gap-y-0.5 text-ink-2 text-sm">
      <span>
        {formatBytes(found.size_bytes)} · {plural(found.file_count, "file")}
      </span>
      <span className="text-ink-3">
        created <RelativeTime at={found.created_at} className="text-ink-2" />
      </span>
      {found.run ? (
        <span className="inline-flex min-w-0 items-center gap-1 text-ink-3">
          by <RunName run={found.run} />
        </span>
      ) : (
        found.user && <span className="text-ink-3">by {found.user}</span>
      )}
      <span className="text-ink-3">
        {found.used_by_count === 0 ? "not used by a run yet" : `used by ${plural(found.used_by_count, "run")}`}
      </span>
    </div>
  )
}

/** `[` goes to the version before, `]` to the one after; the tab stays. */
function Neighbours({ found, tab }: { found: VersionDetail; tab: VersionTab }) {
  const { before, after } = usePlaces(found)
  const navigate = useNavigate()
  const go = (version: string | null) => {
    if (version) void navigate({ ...versionTab({ ...found, version }, tab), search: {} as never })
  }
  useCommands([
    { group: "Artifact", label: "Version before", keys: "[", run: () => go(before) },
    { group: "Artifact", label: "Version after", keys: "]", run: () => go(after) },
  ])
  return (
    <span className="ml-1 flex">
      <IconButton
        icon="chevronLeft"
        label={before ? `Version before: ${before}` : "The first version"}
        shortcut="["
        disabled={!before}
        onClick={() => go(before)}
      />
      <IconButton
        icon="chevronRight"
        label={after ? `Version after: ${after}` : "The newest version"}
        shortcut="]"
        disabled={!after}
        onClick={() => go(after)}
      />
    </span>
  )
}
