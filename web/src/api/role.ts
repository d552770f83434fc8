import { useQuery } from "@tanstack/react-query"
import { projectQuery, sessionQuery } from "./queries"

export interface ProjectRole {
  /** Of the person who looks; "" until it is known. */
  username: string
  mayWrite: boolean
  isAdmin: boolean
  /** May only read, and that is sure. */
  isViewer: boolean
}

/** What the person may do in a project: nothing but read until the server has said so. */
export function useProjectRole(entity: string, project: string): ProjectRole {
  const session = useQuery(sessionQuery)
  const { role } = useQuery(projectQuery(entity, project)).data ?? {}
  return {
    username: session.data?.user.username ?? "",
    mayWrite: role === "member" || role === "admin",
    isAdmin: role === "admin",
    isViewer: role === "viewer",
  }
}
