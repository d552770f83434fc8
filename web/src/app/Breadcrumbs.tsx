import { useQuery } from "@tanstack/react-query"
import { Link, useParams } from "@tanstack/react-router"
import type { ReactNode } from "react"
import { reportQuery, runQuery, sweepQuery, useProjectRole } from "@/api"
import { reportOfSlug } from "@/products/reports/address"
import { Badge } from "@/ui/Badge"
import { Icon } from "@/ui/Icon"
import { SECTIONS, useSection } from "./sections"
import { usePageTitle } from "./usePageTitle"

/** Where the page is: owner, project, part of it, thing. */
export function Breadcrumbs() {
  const { entity, project, run, report, sweep, trace, session, organization, registry, collection, version } =
    useParams({
      strict: false,
    }) as Record<string, string | undefined>
  const section = useSection()
  const title = usePageTitle()
  const thing =
    entity && project ? (
      <Thing at={{ entity, project, run, report, sweep, trace, session, collection, version }} />
    ) : undefined
  const hasThing = Boolean(run ?? report ?? sweep ?? trace ?? session ?? collection)
  return (
    <nav aria-label="Where you are" className="flex min-w-0 flex-1 items-center gap-1 text-ink-2">
      {organization && registry && (
        <RegistryCrumbs organization={organization} registry={registry} collection={collection} />
      )}
      {!entity && !registry && <span className="truncate font-medium text-ink">{title}</span>}
      {entity && (
        <Crumb last={!project}>
          <Link to="/$entity" params={{ entity }} className="truncate hover:text-ink">
            {entity}
          </Link>
        </Crumb>
      )}
      {entity && project && (
        <Crumb last={!section && !hasThing}>
          <Link to="/$entity/$project" params={{ entity, project }} className="truncate hover:text-ink">
            {project}
          </Link>
        </Crumb>
      )}
      {entity && project && section && (
        <Crumb last={!hasThing}>
          <Link to={`/$entity/$project/${section}`} params={{ entity, project }} className="truncate hover:text-ink">
            {SECTIONS[section]}
          </Link>
        </Crumb>
      )}
      {entity && hasThing && <Crumb last>{thing}</Crumb>}
      {entity && project && <ReadOnly entity={entity} project={project} />}
    </nav>
  )
}

/** Why there is nothing to change here. */
function ReadOnly({ entity, project }: { entity: string; project: string }) {
  if (!useProjectRole(entity, project).isViewer) return null
  return (
    <span className="ml-1 shrink-0" title={`You may read ${entity}/${project}; its members and admins may change it.`}>
      <Badge>read only</Badge>
    </span>
  )
}

function RegistryCrumbs(at: { organization: string; registry: string; collection: string | undefined }) {
  const { organization, registry, collection } = at
  return (
    <>
      <Crumb last={false}>
        <Link to="/registries" className="truncate hover:text-ink">
          Registries
        </Link>
      </Crumb>
      <Crumb last={!collection}>
        <Link
          to="/orgs/$organization/registry/$registry"
          params={{ organization, registry }}
          className="truncate hover:text-ink"
        >
          {registry}
        </Link>
      </Crumb>
      {collection && (
        <Crumb last>
          <span className="truncate">{collection}</span>
        </Crumb>
      )}
    </>
  )
}

function Crumb({ children, last }: { children: ReactNode; last: boolean }) {
  return (
    <span
      className={
        last
          ? "flex min-w-0 items-center font-medium text-ink"
          : "flex max-w-48 shrink-0 items-center gap-1 max-sm:min-w-0 max-sm:shrink"
      }
    >
      {children}
      {!last && <Icon name="chevronRight" size={12} className="shrink-0 text-ink-3" />}
    </span>
  )
}

interface Place {
  entity: string
  project: string
  run?: string
  report?: string
  sweep?: string
  trace?: string
  session?: string
  collection?: string
  version?: string
}

function Thing({ at: { entity, project, run, report, sweep, trace, session, collection, version } }: { at: Place }) {
  if (run) return <RunName entity={entity} project={project} run={run} />
  if (report) return <ReportName entity={entity} project={project} slug={report} />
  if (sweep) return <SweepName entity={entity} project={project} sweep={sweep} />
  if (trace) return <span className="truncate font-mono text-sm">{trace.slice(0, 12)}</span>
  if (session) return <span className="truncate">{session}</span>
  return <span className="truncate">{version ? `${collection}:${version}` : collection}</span>
}

function RunName(at: { entity: string; project: string; run: string }) {
  const run = useQuery(runQuery(at))
  return <span className="truncate">{run.data?.display_name ?? at.run}</span>
}

function ReportName({ slug, ...at }: { entity: string; project: string; slug: string }) {
  const report = useQuery(reportQuery({ ...at, report: reportOfSlug(slug) ?? 0 }))
  return <span className="truncate">{report.data?.title ?? slug.split("--")[0]}</span>
}

function SweepName(at: { entity: string; project: string; sweep: string }) {
  const sweep = useQuery(sweepQuery(at))
  return <span className="truncate">{sweep.data?.display_name ?? at.sweep}</span>
}
