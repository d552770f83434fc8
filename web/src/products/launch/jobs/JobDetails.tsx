import { useInfiniteQuery, usePrefetchQuery, useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { useState } from "react"
import { entityLaunchQuery, useProjectRole } from "@/api"
import type { ArtifactVersion, ProjectPath } from "@/api/artifacts"
import { cx } from "@/lib/classNames"
import { Badge } from "@/ui/Badge"
import { Button } from "@/ui/Button"
import { Card } from "@/ui/Card"
import { useCommands } from "@/ui/commands"
import { ErrorState } from "@/ui/ErrorState"
import { RelativeTime } from "@/ui/RelativeTime"
import { SkeletonRows } from "@/ui/Skeleton"
import { useUrlState } from "@/ui/useUrlState"
import type { JobInput, JobSource } from "./jobSource"
import { LaunchDialog } from "./LaunchDialog"
import { jobSourceQuery, jobVersionsQuery } from "./queries"

const KIND_WORDS = { code: "code", git: "git", image: "image", unknown: "unknown source" } as const

/** One job: its versions, what the chosen one runs, and the way to launch it. */
export function JobDetails({ at }: { at: ProjectPath & { collection: string } }) {
  const { mayWrite } = useProjectRole(at.entity, at.project)
  const [url, change] = useUrlState()
  const [launching, setLaunching] = useState<ArtifactVersion | null>(null)
  const versions = useInfiniteQuery(jobVersionsQuery(at))
  usePrefetchQuery(entityLaunchQuery(at.entity))
  const rows = versions.data?.pages.flatMap((page) => page.versions) ?? []
  const chosen = rows.find((one) => one.version === url.version) ?? rows[0]
  const launch = mayWrite && chosen ? () => setLaunching(chosen) : undefined
  useCommands(
    launch ? [{ group: "Jobs", label: `Launch ${at.collection}…`, keys: "n", icon: "launch", run: launch }] : [],
  )
  if (versions.error && !versions.data) {
    return <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />
  }
  if (!versions.data) return <SkeletonRows rows={4} />
  return (
    <section aria-label={`Job ${at.collection}`} className="space-y-4">
      <header className="flex items-center gap-3">
        <h2 className="min-w-0 truncate font-semibold">
          {at.collection}
          {chosen && <span className="num font-normal text-ink-3">:{chosen.version}</span>}
        </h2>
        <span className="flex-1" />
        {launch && (
          <Button size="sm" variant="primary" icon="launch" onClick={launch}>
            Launch
          </Button>
        )}
      </header>
      {chosen && <Source key={chosen.version} version={chosen} />}
      <Card title="Versions">
        <ul className="-m-3 overflow-hidden rounded-b-lg">
          {rows.map((one) => (
            <VersionLine
              key={one.version}
              version={one}
              isChosen={one === chosen}
              onChoose={() => change({ version: one.version })}
            />
          ))}
        </ul>
      </Card>
      {versions.hasNextPage && (
        <div className="flex justify-center">
          <Button disabled={versions.isFetchingNextPage} onClick={() => void versions.fetchNextPage()}>
            Show older versions
          </Button>
        </div>
      )}
      {launching && <LaunchDialog version={launching} onClose={() => setLaunching(null)} />}
    </section>
  )
}

interface VersionLineProps {
  version: ArtifactVersion
  isChosen: boolean
  onChoose: () => void
}

function VersionLine({ version, isChosen, onChoose }: VersionLineProps) {
  const { entity, project, type, collection } = version
  return (
    <li
      className={cx("flex items-center gap-3 border-line px-3 py-1.5 not-first:border-t", isChosen && "bg-accent-soft")}
    >
      <button type="button" aria-pressed={isChosen} onClick={onChoose} className="num font-medium hover:underline">
        {version.version}
      </button>
      <span className="flex min-w-0 flex-1 gap-1 overflow-hidden">
        {version.aliases.map((alias) => (
          <Badge key={alias}>{alias}</Badge>
        ))}
      </span>
      <span className="truncate text-ink-2 text-sm max-sm:hidden">{version.run?.display_name ?? version.user}</span>
      <RelativeTime at={version.created_at} className="w-24 text-right text-ink-3 text-sm" />
      <Link
        to="/$entity/$project/artifacts/$type/$collection/$version"
        params={{ entity, project, type, collection, version: version.version }}
        className="text-accent text-sm hover:underline"
      >
        Files
      </Link>
    </li>
  )
}

function Source({ version }: { version: ArtifactVersion }) {
  const source = useQuery(jobSourceQuery(version))
  if (source.error) {
    return (
      <ErrorState
        error={source.error}
        title="What the job runs could not be read"
        onRetry={() => void source.refetch()}
      />
    )
  }
  if (!source.data) return <SkeletonRows rows={3} />
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <Facts source={source.data} />
      <Inputs inputs={source.data.inputs} />
    </div>
  )
}

function Facts({ source }: { source: JobSource }) {
  return (
    <Card title="Source" action={<Badge>{KIND_WORDS[source.kind]}</Badge>}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        {source.facts.map(({ label, value }) => (
          <div key={label} className="contents">
            <dt className="text-ink-3">{label}</dt>
            <dd className="break-words font-mono text-sm leading-5">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

function Inputs({ inputs }: { inputs: JobInput[] }) {
  return (
    <Card title="Inputs">
      {inputs.length === 0 && <p className="text-ink-3">The job does not say which config it reads.</p>}
      <ul className="space-y-1">
        {inputs.map(({ path, type, about }) => (
          <li key={path} className="flex flex-wrap items-baseline gap-x-3">
            <span className="font-mono text-sm">{path}</span>
            <span className="text-ink-2 text-sm">{type}</span>
            {about && <span className="text-ink-3 text-sm">{about}</span>}
          </li>
        ))}
      </ul>
    </Card>
  )
}
