import { queryOptions } from "@tanstack/react-query"
import { del, get, path, post, put } from "./client"

export type RoleName = "viewer" | "member" | "admin"

export interface Member {
  username: string
  name: string
  /** Only for the team's admins. */
  email: string | null
  role: RoleName
  kind: "user" | "service"
}

/** A place that waits for whoever gets a user with this address. */
export interface Invite {
  invite_id: number
  email: string
  role: RoleName
  created_at: string
}

export interface TeamMembers {
  members: Member[]
  invites: Invite[]
}

const entityPath = (team: string) => path("entities", team)

export const teamsApi = {
  create: (name: string) => post<{ name: string; role: RoleName }>("/teams", { body: { name } }),
  members: (team: string, signal?: AbortSignal) => get<TeamMembers>(`${entityPath(team)}/members`, { signal }),
  setRole: (team: string, username: string, role: RoleName) =>
    put<Member>(`${entityPath(team)}/members${path(username)}`, { body: { role } }),
  remove: (team: string, username: string) => del<void>(`${entityPath(team)}/members${path(username)}`),
  invite: (team: string, username_or_email: string, role: RoleName) =>
    post<{ member: Member | null; invite: Invite | null }>(`${entityPath(team)}/invites`, {
      body: { username_or_email, role },
    }),
  withdraw: (team: string, inviteId: number) => del<void>(`${entityPath(team)}/invites${path(inviteId)}`),
  createServiceAccount: (team: string, name: string) =>
    post<{ username: string; api_key: string }>(`${entityPath(team)}/service-accounts`, { body: { name } }),
}

export const membersQuery = (team: string) =>
  queryOptions({ queryKey: ["members", team], queryFn: ({ signal }) => teamsApi.members(team, signal) })
