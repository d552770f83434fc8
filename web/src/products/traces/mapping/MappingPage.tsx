import { useState } from "react"
import { useProjectRole } from "@/api"
import type { Mapping } from "@/api/mapping"
import { Button } from "@/ui/Button"
import { ErrorState } from "@/ui/ErrorState"
import { RelativeTime } from "@/ui/RelativeTime"
import { SkeletonRows } from "@/ui/Skeleton"
import { Tabs } from "@/ui/Tabs"
import { ApplyBar } from "./ApplyBar"
import { lineOf, withKey } from "./document"
import { MappingEditor } from "./MappingEditor"
import { MappingVersions } from "./MappingVersions"
import { PreviewResult } from "./PreviewResult"
import { UnmappedKeys } from "./UnmappedKeys"
import { useMapping, useMappingActions } from "./useMapping"

interface MappingPageProps {
  entity: string
  project: string
}

const SIDES = [
  { value: "unmapped" as const, label: "Unmapped keys" },
  { value: "preview" as const, label: "Preview" },
  { value: "versions" as const, label: "Versions" },
  { value: "default" as const, label: "Default table" },
]
type Side = (typeof SIDES)[number]["value"]

/** By what the project's spans are understood: its own table, what it misses, and what a change would do. */
export function MappingPage({ entity, project }: MappingPageProps) {
  const mapping = useMapping(entity, project)
  if (mapping.isPending) return <SkeletonRows rows={8} className="p-4" />
  if (!mapping.data) return <ErrorState error={mapping.error} onRetry={() => void mapping.refetch()} />
  return <MappingDesk entity={entity} project={project} mapping={mapping.data} />
}

function MappingDesk({ entity, project, mapping }: MappingPageProps & { mapping: Mapping }) {
  const saved = mapping.mapping
  const { mayWrite } = useProjectRole(entity, project)
  const [draft, setDraft] = useState<string | null>(null)
  const [side, setSide] = useState<Side>("unmapped")
  const { preview, save, apply } = useMappingActions(entity, project)
  const document = draft ?? saved?.document ?? ""
  const problem = (preview.error ?? save.error)?.message
  const edit = (text: string) => {
    setDraft(text)
    preview.reset()
    save.reset()
  }
  const look = () => preview.mutate(document, { onSuccess: () => setSide("preview") })
  const keep = () =>
    save.mutate(
      { document, after: saved?.version ?? 0 },
      {
        onSuccess: () => {
          setDraft(null)
          setSide("unmapped")
        },
      },
    )
  return (
    <div className="grid min-h-0 flex-1 gap-4 overflow-auto p-4 lg:grid-cols-2 lg:overflow-hidden">
      <section aria-label="Table of this project" className="flex min-h-96 flex-col gap-2">
        <p className="text-ink-3 text-sm">
          Which attributes mean what here, before the default table.{" "}
          {saved ? (
            <>
              Version {saved.version} by {saved.created_by}, <RelativeTime at={saved.created_at} />.
            </>
          ) : (
            "This project has no table of its own yet: map a key, or write one."
          )}
        </p>
        <MappingEditor value={document} onChange={edit} wrong={lineOf(problem)} />
        {problem && (
          <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-danger text-sm">
            {problem}
          </p>
        )}
        <div className="flex flex-wrap items-center gap-2">
          <Button size="sm" icon="eye" disabled={preview.isPending} onClick={look}>
            Preview
          </Button>
          <Button size="sm" variant="primary" disabled={!mayWrite || draft === null || save.isPending} onClick={keep}>
            Save version {(saved?.version ?? 0) + 1}
          </Button>
          {draft !== null && (
            <Button size="sm" variant="ghost" onClick={() => setDraft(null)}>
              Discard changes
            </Button>
          )}
        </div>
        <ApplyBar job={mapping.job} version={saved?.version ?? 0} mayApply={mayWrite} onApply={() => apply.mutate()} />
      </section>
      <section aria-label="Beside the table" className="flex min-h-96 min-w-0 flex-col">
        <Tabs label="Beside the table" value={side} items={SIDES} onChange={setSide} className="shrink-0" />
        <div className="min-h-0 flex-1 overflow-auto pt-3">
          {side === "unmapped" && (
            <UnmappedKeys
              entity={entity}
              project={project}
              fields={mapping.fields}
              onMap={(field, key) => edit(withKey(document, field, key))}
            />
          )}
          {side === "preview" && preview.data && (
            <PreviewResult entity={entity} project={project} preview={preview.data} />
          )}
          {side === "preview" && !preview.data && (
            <p className="text-ink-3 text-sm">Press Preview to see what the text changes of the newest spans.</p>
          )}
          {side === "versions" && (
            <MappingVersions
              entity={entity}
              project={project}
              applied={mapping.job?.finished_at && !mapping.job.problem ? mapping.job.version : 0}
              onRestore={({ document }) => edit(document)}
            />
          )}
          {side === "default" && (
            <pre className="overflow-auto rounded-md bg-sunken p-3 font-mono text-xs">{mapping.default_document}</pre>
          )}
        </div>
      </section>
    </div>
  )
}
