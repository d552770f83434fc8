import { useParams, useRouterState } from "@tanstack/react-router"
import { useEffect } from "react"
import { SECTIONS, useSection } from "./sections"

const PAGES: Record<string, string> = {
  "/": "Projects",
  "/alerts": "Alerts",
  "/launch": "Launch queues",
  "/registries": "Registries",
  "/settings": "Settings",
  "/authorize": "New API key",
}

/** The name of the present page; also the title of the browser's tab. */
export function usePageTitle(): string {
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const { entity, project, run, report, sweep, trace, session, registry, collection, version } = useParams({
    strict: false,
  }) as Record<string, string | undefined>
  const artifact = collection && (version ? `${collection}:${version}` : collection)
  const section = useSection()
  const part =
    run ??
    report?.split("--")[0] ??
    sweep ??
    trace?.slice(0, 12) ??
    session ??
    artifact ??
    (section && SECTIONS[section])
  const title = PAGES[pathname] ?? [part, registry ?? project, !project && entity].filter(Boolean).join(" · ")
  useEffect(() => {
    document.title = title ? `${title} · Runlake` : "Runlake"
  }, [title])
  return title
}
