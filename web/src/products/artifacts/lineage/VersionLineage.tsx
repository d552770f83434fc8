import { artifactsApi, type VersionDetail } from "@/api/artifacts"
import { artifactsKey } from "../queries"
import { useSnippet } from "../snippets"
import { LineageView } from "./LineageView"

/** What a version was made from, and what was made of it. */
export function VersionLineage({ at }: { at: VersionDetail }) {
  return (
    <LineageView
      queryKey={[...artifactsKey(at), at.collection, at.version]}
      read={(query, signal) => artifactsApi.lineage(at, query, signal)}
      hint="No run that you may see logged or used this version. A run that uses it appears here."
      snippet={useSnippet(at)}
    />
  )
}
