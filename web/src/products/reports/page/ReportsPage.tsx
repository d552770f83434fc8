import { useQuery } from "@tanstack/react-query"
import { Link, useNavigate } from "@tanstack/react-router"
import { useRef } from "react"
import { type ReportRow, reportsQuery, useProjectRole } from "@/api"
import { plural } from "@/lib/format"
import { Badge } from "@/ui/Badge"
import { Button } from "@/ui/Button"
import { useCommands } from "@/ui/commands"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { RelativeTime } from "@/ui/RelativeTime"
import { SearchInput } from "@/ui/SearchInput"
import { SkeletonRows } from "@/ui/Skeleton"
import { useFocusList } from "@/ui/useFocusList"
import { useUrlState } from "@/ui/useUrlState"
import { slugOf } from "../address"
import { firstReport } from "../snippets"
import { useNewReport } from "./useNewReport"

interface ReportsPageProps {
  entity: string
  project: string
}

/** The reports of a project. */
export function ReportsPage({ entity, project }: ReportsPageProps) {
  const [url, change] = useUrlState()
  const reports = useQuery(reportsQuery(entity, project))
  const { mayWrite } = useProjectRole(entity, project)
  const navigate = useNavigate()
  const begin = useNewReport(
    entity,
    project,
    (report) =>
      void navigate({
        to: "/$entity/$project/reports/$report",
        params: { entity, project, report: slugOf(report) },
        search: { edit: "1" },
      } as never),
  )
  const create = () => begin.mutate({ title: "Untitled report" })
  useCommands(mayWrite ? [{ group: "Reports", label: "New report", keys: "n", icon: "plus", run: create }] : [])
  const button = mayWrite && (
    <Button size="sm" variant="primary" icon="plus" disabled={begin.isPending} onClick={create}>
      New report
    </Button>
  )
  const search = (url.find ?? "").trim()
  const found =
    reports.data?.reports.filter((report) => report.title.toLowerCase().includes(search.toLowerCase())) ?? []
  return (
    <div className="mx-auto max-w-6xl px-4 py-5">
      {reports.isPending && <SkeletonRows rows={6} />}
      {reports.error && !reports.data && (
        <ErrorState
          error={reports.error}
          title="The reports could not be loaded"
          onRetry={() => void reports.refetch()}
        />
      )}
      {reports.data?.reports.length === 0 && (
        <EmptyState
          icon="file"
          title="No reports yet"
          text="A report is text with live charts in it: what was tried, what came out, and the runs that show it."
          snippet={firstReport(window.location.origin, entity, project)}
        >
          {button}
        </EmptyState>
      )}
      {reports.data && reports.data.reports.length > 0 && (
        <>
          <header className="mb-3 flex items-center gap-3">
            <h1 className="font-semibold text-lg">Reports</h1>
            <span className="num flex-1 text-ink-3 text-sm">{plural(reports.data.reports.length, "report")}</span>
            <SearchInput label="Search reports" value={url.find ?? ""} onChange={(find) => change({ find })} />
            {button}
          </header>
          <ReportTable entity={entity} project={project} reports={found} search={search} />
        </>
      )}
    </div>
  )
}

const COLUMNS =
  "grid grid-cols-[minmax(0,1fr)_90px] items-center gap-x-5 px-4 md:grid-cols-[minmax(0,1fr)_90px_140px_100px]"

function ReportTable({
  entity,
  project,
  reports,
  search,
}: ReportsPageProps & { reports: ReportRow[]; search: string }) {
  const list = useRef<HTMLUListElement>(null)
  useFocusList(list, "Reports")
  if (reports.length === 0) return <p className="py-8 text-center text-ink-3">No report fits “{search}”.</p>
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <div aria-hidden="true" className={`${COLUMNS} h-8 border-line border-b text-ink-3 text-sm`}>
        <span>Title</span>
        <span />
        <span className="hidden md:block">Author</span>
        <span className="hidden text-right md:block">Updated</span>
      </div>
      <ul ref={list}>
        {reports.map((report) => (
          <li key={report.report_id} className="border-line not-first:border-t">
            <Link
              data-item
              to="/$entity/$project/reports/$report"
              params={{ entity, project, report: slugOf(report) }}
              className={`${COLUMNS} -outline-offset-2 py-2.5 hover:bg-hover`}
            >
              <span className="min-w-0">
                <span className="block truncate font-medium">{report.title}</span>
                {report.description && <span className="block truncate text-ink-3 text-sm">{report.description}</span>}
              </span>
              <span className="justify-self-end">
                {report.draft ? (
                  <Badge>Draft</Badge>
                ) : report.has_draft ? (
                  <Badge tone="warn">Unsaved changes</Badge>
                ) : null}
              </span>
              <span className="hidden truncate text-ink-2 text-sm md:block">{report.author}</span>
              <span className="hidden text-right text-ink-3 text-sm md:block">
                <RelativeTime at={report.updated_at} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
