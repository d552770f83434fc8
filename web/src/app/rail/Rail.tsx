import { useQuery } from "@tanstack/react-query"
import { Link, useParams } from "@tanstack/react-router"
import { sessionQuery } from "@/api"
import { cx } from "@/lib/classNames"
import { IconButton } from "@/ui/Button"
import { keysText } from "@/ui/commands"
import { Icon, type IconName } from "@/ui/Icon"
import { Kbd } from "@/ui/Kbd"
import { Menu } from "@/ui/Menu"
import { Tooltip } from "@/ui/Tooltip"
import { useLogout } from "../useAppCommands"
import { RailPages } from "./RailPages"
import { RailProjects } from "./RailProjects"
import { RailRunning } from "./RailRunning"

interface RailProps {
  wide: boolean
  onToggle: () => void
  onPalette: () => void
}

/** Where am I: the pages, the projects, and what is running now. */
export function Rail({ wide, onToggle, onPalette }: RailProps) {
  const { entity, project } = useParams({ strict: false }) as Record<string, string | undefined>
  return (
    <nav
      aria-label="Main"
      className={cx("flex h-full flex-col border-line border-r bg-sunken", wide ? "w-54" : "w-12 items-center")}
    >
      <div className={cx("flex h-11 shrink-0 items-center", wide ? "justify-between pr-1.5 pl-3" : "justify-center")}>
        {wide && (
          <Link to="/" className="flex items-center gap-2 font-semibold">
            <img src="/favicon.svg" alt="" width={18} height={18} />
            Runlake
          </Link>
        )}
        <IconButton
          icon="sidebar"
          label={wide ? "Narrow rail" : "Wide rail"}
          shortcut={keysText("mod+b")}
          onClick={onToggle}
          className="max-md:hidden"
        />
      </div>
      <div className={cx("flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto", wide ? "px-2" : "px-1.5")}>
        <button
          type="button"
          onClick={onPalette}
          aria-label={wide ? undefined : "Search and commands"}
          className={cx(railItem(false, wide), "mb-2 border border-line bg-surface text-ink-3")}
        >
          <Icon name="search" size={14} />
          {wide && <span className="flex-1 text-left">Search</span>}
          {wide && (
            <span aria-hidden="true">
              <Kbd keys={keysText("mod+k")} />
            </span>
          )}
        </button>
        <RailLink to="/" icon="home" label="Home" wide={wide} />
        <RailLink to="/registries" icon="shelf" label="Registries" wide={wide} />
        <RailLink to="/alerts" icon="alert" label="All alerts" wide={wide} />
        <RailLink to="/launch" icon="launch" label="Launch queues" wide={wide} />
        <RailLink to="/settings" icon="settings" label="Settings" wide={wide} />
        {entity && project && <RailPages entity={entity} project={project} wide={wide} />}
        {wide && <RailProjects entity={entity} project={project} />}
        {wide && entity && project && <RailRunning key={`${entity}/${project}`} entity={entity} project={project} />}
      </div>
      <UserMenu wide={wide} />
    </nav>
  )
}

export function railItem(active: boolean, wide = true): string {
  return cx(
    "flex h-7 w-full shrink-0 items-center gap-2 rounded-md",
    wide ? "px-2" : "justify-center",
    active ? "bg-hover font-medium text-ink" : "text-ink-2 hover:bg-hover hover:text-ink",
  )
}

interface RailLinkProps {
  to: "/" | "/registries" | "/alerts" | "/launch" | "/settings"
  icon: IconName
  label: string
  wide: boolean
}

function RailLink({ to, icon, label, wide }: RailLinkProps) {
  const link = (
    <Link
      to={to}
      aria-label={label}
      activeOptions={{ exact: true }}
      className={railItem(false, wide)}
      activeProps={{ className: railItem(true, wide) }}
    >
      <Icon name={icon} size={15} />
      {wide && label}
    </Link>
  )
  return wide ? (
    link
  ) : (
    <Tooltip text={label} side="right">
      {link}
    </Tooltip>
  )
}

function UserMenu({ wide }: { wide: boolean }) {
  const session = useQuery(sessionQuery)
  const logout = useLogout()
  const user = session.data?.user
  const name = user?.name || user?.username || "…"
  return (
    <div className={cx("shrink-0 border-line border-t p-1.5", !wide && "w-full")}>
      <Menu
        side="top"
        trigger={
          <button type="button" aria-label={`Account of ${name}`} className={railItem(false, wide)}>
            <Icon name="user" size={15} />
            {wide && <span className="min-w-0 flex-1 truncate text-left">{name}</span>}
          </button>
        }
        entries={[
          { heading: user?.email ?? user?.username ?? "" },
          { label: "Sign out", icon: "logout", onSelect: logout },
          "separator",
          { heading: `Runlake ${session.data?.version ?? ""}` },
        ]}
      />
    </div>
  )
}
