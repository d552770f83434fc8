import { queryOptions } from "@tanstack/react-query"
import { del, get, path, post, put } from "./client"
import type * as made from "./generated"

export type Member = made.MemberRow
export type RoleName = Member["role"]
/** A place that waits for whoever gets a user with this address. */
export type Invite = made.InviteRow
export type TeamMembers = made.MemberList

const entityPath = (team: string) => path("entities", team)

export const teamsApi = {
  create: (name: string) => post<made.TeamRow>("/teams", { body: { name } }),
  members: (team: string, signal?: AbortSignal) => get<TeamMembers>(`${entityPath(team)}/members`, { signal }),
  setRole: (team: string, username: string, role: RoleName) =>
    put<Member>(`${entityPath(team)}/members${path(username)}`, { body: { role } }),
  remove: (team: string, username: string) => del<void>(`${entityPath(team)}/members${path(username)}`),
  invite: (team: string, username_or_email: string, role: RoleName) =>
    post<made.Invited>(`${entityPath(team)}/invites`, {
      body: { username_or_email, role },
    }),
  withdraw: (team: string, inviteId: number) => del<void>(`${entityPath(team)}/invites${path(inviteId)}`),
  createServiceAccount: (team: string, name: string) =>
    post<made.ServiceAccount>(`${entityPath(team)}/service-accounts`, { body: { name } }),
}

export const membersQuery = (team: string) =>
  queryOptions({ queryKey: ["members", team], queryFn: ({ signal }) => teamsApi.members(team, signal) })
