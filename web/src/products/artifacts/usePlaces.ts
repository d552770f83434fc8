import { useQuery } from "@tanstack/react-query"
import { type ArtifactVersion, artifactsApi } from "@/api/artifacts"
import { artifactsKey } from "./queries"

const AROUND = 200

/** The versions before and after one; null at either end. Numbers of deleted versions are passed over. */
export function usePlaces(found: ArtifactVersion): { before: string | null; after: string | null } {
  // What is newer than this one by up to 200 numbers, itself, and what is older.
  const above = found.version_index + AROUND
  const listed = useQuery({
    queryKey: [...artifactsKey(found), "around", found.collection, found.version_index],
    queryFn: ({ signal }) => artifactsApi.versions(found, { before: above, limit: 2 * AROUND }, signal),
  })
  const names = listed.data?.versions.map((one) => one.version) ?? []
  const place = names.indexOf(found.version)
  return { before: place < 0 ? null : (names[place + 1] ?? null), after: place <= 0 ? null : names[place - 1] }
}
