import type { ProjectPath } from "@/api/artifacts"
import { exportLines } from "@/lib/snippets"
import { EmptyState, Snippet } from "@/ui/EmptyState"
import { logSnippet } from "../snippets"

/** What fills the page. */
export function NoArtifacts({ at }: { at: ProjectPath }) {
  return (
    <EmptyState
      icon="artifact"
      title="No artifacts yet"
      text="Data sets, models and other files that runs log as artifacts get versions here, with the runs that made and used them."
      snippet={logSnippet(at.entity, at.project)}
    >
      <p className="w-full text-left text-ink-2">
        The script needs to know this server. Make a key under Settings, then, in its shell:
      </p>
      <Snippet code={exportLines(window.location.origin, "<your key>")} />
    </EmptyState>
  )
}
