import type { RunPath } from "@/api"
import type { SpanRow, TracePath } from "@/api/traces"

/** The run that a span names: of its own project unless it says another. */
export function runOf(span: SpanRow, at: TracePath): RunPath | null {
  if (!span.run) return null
  const parts = span.run_project.split("/").filter(Boolean)
  return {
    entity: parts.length > 1 ? (parts[0] as string) : at.entity,
    project: parts.at(-1) ?? at.project,
    run: span.run,
  }
}

export interface VersionPath {
  entity: string
  project: string
  type: string
  collection: string
  version: string
}

const ARTIFACT =
  /^(?:runlake:\/\/\/([^/]+)\/([^/]+)\/artifact|wandb-artifact:\/\/\/([^/]+)\/([^/]+))\/([^/:]+):([^/:]+)$/

/** The artifact version that a ref names, null for refs of other things. */
export function versionOf(ref: string): VersionPath | null {
  const found = ARTIFACT.exec(ref)
  if (!found) return null
  const [, entity, project, theirEntity, theirProject, collection, version] = found
  return {
    entity: entity ?? theirEntity ?? "",
    project: project ?? theirProject ?? "",
    type: "any",
    collection: collection ?? "",
    version: version ?? "",
  }
}

/** The ways in which spans name these versions: by our refs, and by those of wandb's clients. */
export function refsOf(refs: readonly string[]): string[] {
  const theirs = refs.flatMap((ref) => {
    const at = versionOf(ref)
    return at ? [`wandb-artifact:///${at.entity}/${at.project}/${at.collection}:${at.version}`] : []
  })
  return [...new Set([...refs, ...theirs])]
}
