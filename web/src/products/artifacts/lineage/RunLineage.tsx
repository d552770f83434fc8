import type { RunPath } from "@/api"
import { artifactsApi } from "@/api/artifacts"
import { artifactsKey } from "../queries"
import { logSnippet } from "../snippets"
import { LineageView } from "./LineageView"

/** What a run was made from, and what was made of it. */
export function RunLineage({ at }: { at: RunPath }) {
  return (
    <LineageView
      queryKey={[...artifactsKey(at), "run", at.run]}
      read={(query, signal) => artifactsApi.runLineage(at, query, signal)}
      hint="The run neither used nor logged an artifact. Artifacts tie runs together."
      snippet={logSnippet(at.entity, at.project)}
    />
  )
}
