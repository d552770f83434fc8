import { useRouterState } from "@tanstack/react-router"

/** The parts of a project that have a list of their own, by the third segment of their address. */
export const SECTIONS = {
  artifacts: "Artifacts",
  reports: "Reports",
  sweeps: "Sweeps",
  launch: "Launch",
  jobs: "Jobs",
  automations: "Automations",
  alerts: "Alerts",
  traces: "Traces",
  evaluations: "Evaluations",
  objects: "Objects",
  sql: "SQL",
} as const

export type Section = keyof typeof SECTIONS

/** The part of a project that the present page belongs to. */
export function useSection(): Section | undefined {
  return useRouterState({ select: ({ location }) => sectionOf(location.pathname) })
}

export function sectionOf(pathname: string): Section | undefined {
  const segment = pathname.split("/")[3]
  if (segment === "weave") return "objects" // as Weave's clients print the addresses of objects
  if (segment === "sessions") return "traces"
  return segment && segment in SECTIONS ? (segment as Section) : undefined
}
