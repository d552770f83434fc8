import { useQuery } from "@tanstack/react-query"
import { sessionQuery } from "@/api"
import { Badge } from "@/ui/Badge"
import { Select } from "@/ui/Select"
import { type Density, setDensity, setTheme, type Theme, useDensity, useTheme } from "@/ui/theme"
import { ChartsSection } from "./ChartsSection"
import { KeysSection } from "./KeysSection"
import { Section } from "./Section"
import { TeamsSection } from "./teams/TeamsSection"

export function SettingsPage() {
  const session = useQuery(sessionQuery)
  return (
    <div className="mx-auto max-w-3xl space-y-10 px-4 py-8">
      <h1 className="sr-only">Settings</h1>
      <ProfileSection />
      <KeysSection />
      <TeamsSection />
      {session.data && <ChartsSection entity={session.data.user.username} />}
      <AppearanceSection />
    </div>
  )
}

function ProfileSection() {
  const session = useQuery(sessionQuery)
  const user = session.data?.user
  return (
    <Section title="Profile">
      <dl className="grid grid-cols-[120px_1fr] gap-y-1.5">
        <Fact name="Name" value={user?.name} />
        <Fact name="Username" value={user?.username} />
        <Fact name="Email" value={user?.email} />
        <dt className="text-ink-3">Role</dt>
        <dd>{user?.is_admin ? <Badge tone="accent">Administrator</Badge> : "Member"}</dd>
      </dl>
    </Section>
  )
}

function Fact({ name, value }: { name: string; value: string | null | undefined }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd>{value || "–"}</dd>
    </>
  )
}

const THEMES: { value: Theme; label: string }[] = [
  { value: "system", label: "Follow the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
]
const DENSITIES: { value: Density; label: string }[] = [
  { value: "normal", label: "Normal rows" },
  { value: "compact", label: "Compact rows" },
]

function AppearanceSection() {
  const theme = useTheme()
  const density = useDensity()
  return (
    <Section title="Appearance">
      <div className="grid grid-cols-[120px_200px] items-center gap-y-2">
        <span className="text-ink-3">Theme</span>
        <Select label="Theme" value={theme} options={THEMES} onChange={setTheme} />
        <span className="text-ink-3">Density</span>
        <Select label="Density" value={density} options={DENSITIES} onChange={setDensity} />
      </div>
      <p className="mt-2 text-ink-3 text-sm">Kept in this browser.</p>
    </Section>
  )
}
