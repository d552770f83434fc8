import { useQuery } from "@tanstack/react-query"
import { Link, useParams } from "@tanstack/react-router"
import { useState } from "react"
import { type Member, membersQuery, sessionQuery } from "@/api"
import { plural } from "@/lib/format"
import { Button } from "@/ui/Button"
import { ErrorState } from "@/ui/ErrorState"
import { SkeletonRows } from "@/ui/Skeleton"
import { ChartsSection } from "../ChartsSection"
import { Section } from "../Section"
import { InviteDialog } from "./InviteDialog"
import { InviteTable } from "./InviteTable"
import { MemberTable } from "./MemberTable"
import { RemoveDialog } from "./RemoveDialog"
import { ServiceAccountDialog } from "./ServiceAccountDialog"

/** Who belongs to a team, who is invited, and which machines work for it. */
export function TeamPage() {
  const { team } = useParams({ strict: false }) as { team: string }
  return <Team key={team} team={team} />
}

function Team({ team }: { team: string }) {
  const session = useQuery(sessionQuery)
  const found = useQuery(membersQuery(team))
  const [asking, setAsking] = useState<"invite" | "service" | Member | null>(null)
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data || !session.data) return <SkeletonRows rows={8} className="mx-auto max-w-3xl px-4 py-8" />
  const { username, is_admin } = session.data.user
  const { members, invites } = found.data
  const own = members.find((member) => member.username === username)
  const isAdmin = own?.role === "admin" || is_admin
  const people = members.filter((member) => member.kind === "user")
  const machines = members.filter((member) => member.kind === "service")
  const close = () => setAsking(null)
  return (
    <div className="mx-auto max-w-3xl space-y-10 px-4 py-8">
      <header className="flex items-baseline gap-3">
        <h1 className="font-semibold text-xl">{team}</h1>
        <span className="text-ink-3">{plural(people.length, "member")}</span>
        <span className="flex-1" />
        <Link to="/$entity" params={{ entity: team }} className="text-accent hover:underline">
          Projects
        </Link>
      </header>
      <Section title="Members" action={isAdmin && <NewButton label="Invite" onClick={() => setAsking("invite")} />}>
        <MemberTable team={team} members={people} isAdmin={isAdmin} username={username} onRemove={setAsking} />
      </Section>
      {isAdmin && invites.length > 0 && (
        <Section title="Invitations">
          <InviteTable team={team} invites={invites} />
        </Section>
      )}
      <Section
        title="Service accounts"
        action={isAdmin && <NewButton label="New service account" onClick={() => setAsking("service")} />}
      >
        {machines.length === 0 ? (
          <p className="text-ink-2">None. Pipelines that log for the team, and not for a person, need one.</p>
        ) : (
          <MemberTable team={team} members={machines} isAdmin={isAdmin} username={username} onRemove={setAsking} />
        )}
      </Section>
      <ChartsSection entity={team} />
      {asking === "invite" && <InviteDialog team={team} onClose={close} />}
      {asking === "service" && <ServiceAccountDialog team={team} onClose={close} />}
      {asking && typeof asking === "object" && (
        <RemoveDialog team={team} member={asking} isSelf={asking.username === username} onClose={close} />
      )}
    </div>
  )
}

function NewButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button size="sm" icon="plus" onClick={onClick}>
      {label}
    </Button>
  )
}
