import type { Promotion } from "@/api/registries"

/** What was done, as the rest of a sentence that begins with who did it. */
export function describePromotion({ kind, alias, version, from_version: from }: Promotion): string {
  if (kind === "linked") return `linked ${version}`
  if (kind === "unlinked") return `took ${version} out`
  if (kind === "alias_taken") return `took ${alias} from ${version}`
  return from ? `moved ${alias} from ${from} to ${version}` : `gave ${alias} to ${version}`
}
