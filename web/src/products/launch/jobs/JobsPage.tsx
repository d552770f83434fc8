import { useInfiniteQuery } from "@tanstack/react-query"
import { useRef } from "react"
import type { ArtifactCollection, ProjectPath } from "@/api/artifacts"
import { cx } from "@/lib/classNames"
import { plural } from "@/lib/format"
import { Button } from "@/ui/Button"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { RelativeTime } from "@/ui/RelativeTime"
import { SkeletonRows } from "@/ui/Skeleton"
import { useFocusList } from "@/ui/useFocusList"
import { useUrlState } from "@/ui/useUrlState"
import { createJob } from "../snippets"
import { JobDetails } from "./JobDetails"
import { jobsQuery } from "./queries"

/** The jobs of a project: what can be launched, and from what it was made. */
export function JobsPage(at: ProjectPath) {
  const jobs = useInfiniteQuery(jobsQuery(at))
  const [url, change] = useUrlState()
  const found = jobs.data?.pages.flatMap((page) => page.collections) ?? []
  const chosen = found.find((job) => job.name === url.job) ?? found[0]
  if (jobs.error && !jobs.data) {
    return <ErrorState error={jobs.error} title="The jobs could not be loaded" onRetry={() => void jobs.refetch()} />
  }
  if (!jobs.data) return <SkeletonRows rows={6} className="mx-auto max-w-6xl px-4 py-5" />
  if (!chosen) {
    return (
      <EmptyState
        icon="play"
        title="No jobs yet"
        text="A job is code, a commit or an image with its inputs: what a launch queue runs."
        snippet={createJob(window.location.origin, at.entity, at.project)}
      />
    )
  }
  return (
    <div className="mx-auto max-w-6xl space-y-6 px-4 py-5">
      <section aria-label="Jobs">
        <header className="mb-3 flex items-center gap-3">
          <h1 className="font-semibold text-lg">Jobs</h1>
          <span className="num text-ink-3 text-sm">{plural(jobs.data.pages[0].total, "job")}</span>
        </header>
        <JobList jobs={found} chosen={chosen.name} onChoose={(job) => change({ job, version: null })} />
        {jobs.hasNextPage && (
          <div className="mt-3 flex justify-center">
            <Button disabled={jobs.isFetchingNextPage} onClick={() => void jobs.fetchNextPage()}>
              Show more jobs
            </Button>
          </div>
        )}
      </section>
      <JobDetails key={chosen.name} at={{ ...at, collection: chosen.name }} />
    </div>
  )
}

const COLUMNS =
  "grid w-full grid-cols-[minmax(0,1fr)_110px] items-center gap-x-5 px-4 text-left md:grid-cols-[minmax(0,1fr)_110px_110px_100px]"

interface JobListProps {
  jobs: ArtifactCollection[]
  chosen: string
  onChoose: (name: string) => void
}

function JobList({ jobs, chosen, onChoose }: JobListProps) {
  const list = useRef<HTMLUListElement>(null)
  useFocusList(list, "Jobs")
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <div aria-hidden="true" className={`${COLUMNS} h-8 border-line border-b text-ink-3 text-sm`}>
        <span>Name</span>
        <span>Versions</span>
        <span className="hidden md:block">Latest</span>
        <span className="hidden text-right md:block">Changed</span>
      </div>
      <ul ref={list}>
        {jobs.map((job) => (
          <li key={job.name} className="border-line not-first:border-t">
            <button
              data-item
              type="button"
              aria-pressed={job.name === chosen}
              onClick={() => onChoose(job.name)}
              className={cx(COLUMNS, "-outline-offset-2 py-2 hover:bg-hover", job.name === chosen && "bg-accent-soft")}
            >
              <span className="min-w-0">
                <span className="block truncate font-medium">{job.name}</span>
                {job.description && <span className="block truncate text-ink-3 text-sm">{job.description}</span>}
              </span>
              <span className="num text-sm">{plural(job.version_count, "version")}</span>
              <span className="num hidden text-ink-2 text-sm md:block">{job.latest_version ?? "–"}</span>
              <span className="hidden text-right text-ink-3 text-sm md:block">
                <RelativeTime at={job.updated_at} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
