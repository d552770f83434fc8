import { useQuery } from "@tanstack/react-query"
import { projectQuery, sessionQuery } from "@/api"

/** Members write reports; their authors and admins delete them. */
export function useMayWrite(entity: string, project: string, author?: string) {
  const session = useQuery(sessionQuery)
  const { role } = useQuery(projectQuery(entity, project)).data ?? {}
  return {
    mayWrite: role === "member" || role === "admin",
    mayDelete: role === "admin" || (author !== undefined && session.data?.user.username === author),
  }
}
