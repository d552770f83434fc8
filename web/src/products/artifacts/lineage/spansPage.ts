import type { SpansNode } from "@/api/artifacts"
import { writeList } from "@/lib/urlState"

/** The list of the spans that a node stands for. */
export const spansPage = ({ entity, project, refs, since }: SpansNode) => ({
  to: "/$entity/$project/traces" as const,
  params: { entity, project },
  search: { show: "spans", refs: writeList(refs), ...(since !== null && { since: String(since) }) } as never,
})
