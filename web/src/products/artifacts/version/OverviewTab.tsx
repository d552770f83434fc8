import { Link } from "@tanstack/react-router"
import { type ReactNode, useState } from "react"
import { useProjectRole } from "@/api"
import type { VersionDetail } from "@/api/artifacts"
import { cx } from "@/lib/classNames"
import { formatBytes, formatTime } from "@/lib/format"
import { Card } from "@/ui/Card"
import { CopyButton } from "@/ui/CopyButton"
import { KeyValueTree } from "@/ui/KeyValueTree"
import { AliasChips } from "../AliasChips"
import { versionPage } from "../address"
import { RunName } from "../RunName"
import { TtlField } from "../ttl/TtlField"
import { expiresAt } from "../ttl/ttl"
import { useVersionActions } from "../useVersionActions"
import { DescriptionCard } from "./DescriptionCard"
import { UsageCard } from "./UsageCard"

/** What the version is, how to get it, and who did. */
export function OverviewTab({ found }: { found: VersionDetail }) {
  const { edit } = useVersionActions(found, found.type)
  const { mayWrite } = useProjectRole(found.entity, found.project)
  return (
    <div className="grid gap-4 p-4 lg:grid-cols-[minmax(0,1fr)_340px]">
      <div className="min-w-0 space-y-4">
        <UsageCard found={found} />
        <DescriptionCard
          text={found.description ?? ""}
          empty="What is in this version, and what is it good for?"
          onSave={mayWrite ? (description) => edit.mutate({ description }) : undefined}
        />
        <KeyValueTree
          label="Metadata"
          value={found.metadata ?? {}}
          empty="No metadata were logged with this version."
        />
      </div>
      <div className="min-w-0 space-y-4">
        <FactsCard found={found} />
        <UsersCard found={found} />
        {found.links.length > 0 && <LinksCard found={found} />}
      </div>
    </div>
  )
}

function FactsCard({ found }: { found: VersionDetail }) {
  const { edit } = useVersionActions(found, found.type)
  const { mayWrite } = useProjectRole(found.entity, found.project)
  return (
    <Card title="Facts">
      <dl className="grid grid-cols-[96px_minmax(0,1fr)] gap-x-3 gap-y-1.5">
        <Fact name="Size">
          {formatBytes(found.size_bytes)}{" "}
          {found.size_bytes >= 1024 && (
            <span className="text-ink-3">({found.size_bytes.toLocaleString("en-US")} B)</span>
          )}
        </Fact>
        <Fact name="Files">{found.file_count.toLocaleString("en-US")}</Fact>
        <Fact name="Created">{formatTime(new Date(found.created_at))}</Fact>
        {found.user && <Fact name="By">{found.user}</Fact>}
        {found.run && (
          <Fact name="Run">
            <RunName run={found.run} />
          </Fact>
        )}
        {found.history_step !== null && <Fact name="Step">{found.history_step.toLocaleString("en-US")}</Fact>}
        {found.linked_at && <Fact name="Linked">{formatTime(new Date(found.linked_at))}</Fact>}
        <Fact name="Kept">
          <Kept found={found} onChange={mayWrite ? (ttl_s) => edit.mutate({ ttl_s }) : undefined} />
        </Fact>
        <Fact name="Digest" copy={found.digest}>
          <span className="font-mono text-sm">{found.digest}</span>
        </Fact>
        <Fact name="Ref" copy={found.ref}>
          <span className="font-mono text-sm">{found.ref}</span>
        </Fact>
      </dl>
    </Card>
  )
}

function Kept({ found, onChange }: { found: VersionDetail; onChange?: (ttlS: number) => void }) {
  const inherited = { is: found.ttl_is_inherited, ttlS: found.collection_ttl_s }
  return (
    <>
      <TtlField ttlS={found.ttl_s} inherited={inherited} onChange={onChange} />
      {found.ttl_s !== null && (
        <span className="text-ink-3"> until {formatTime(expiresAt(found.created_at, found.ttl_s))}</span>
      )}
    </>
  )
}

function Fact({ name, copy, children }: { name: string; copy?: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="num group flex min-w-0 items-start gap-1">
        <span className={cx("min-w-0 flex-1", copy && "break-all")}>{children}</span>
        {copy && (
          <CopyButton
            text={copy}
            className="-my-1 opacity-0 focus-visible:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100"
          />
        )}
      </dd>
    </>
  )
}

const FIRST_USERS = 8

function UsersCard({ found }: { found: VersionDetail }) {
  const [all, setAll] = useState(false)
  const shown = all ? found.used_by : found.used_by.slice(0, FIRST_USERS)
  return (
    <Card title="Used by" action={<span className="num text-ink-3 text-sm">{found.used_by_count || ""}</span>}>
      {found.used_by.length === 0 && <p className="text-ink-3">No run that you may see has used it.</p>}
      <ul className="max-h-96 space-y-1 overflow-auto">
        {shown.map((run) => (
          <li key={`${run.entity}/${run.project}/${run.run_id}`} className="flex items-center justify-between gap-2">
            <RunName run={run} />
            <span className="shrink-0 text-ink-3 text-sm">{run.job_type}</span>
          </li>
        ))}
      </ul>
      {!all && found.used_by.length > FIRST_USERS && (
        <button type="button" className="mt-1 text-accent hover:underline" onClick={() => setAll(true)}>
          Show all {found.used_by.length}
        </button>
      )}
    </Card>
  )
}

function LinksCard({ found }: { found: VersionDetail }) {
  return (
    <Card title="Also in">
      <ul className="space-y-1.5">
        {found.links.map((link) => (
          <li key={link.ref} className="flex min-w-0 flex-wrap items-center gap-1.5">
            <Link {...versionPage(link)} className="min-w-0 truncate hover:underline">
              {link.project !== found.project && <span className="text-ink-3">{link.project} / </span>}
              {link.collection}
              <span className="num">:{link.version}</span>
            </Link>
            <AliasChips aliases={link.aliases} />
            {link.is_source && <span className="ml-auto shrink-0 text-ink-3 text-sm">logged here</span>}
          </li>
        ))}
      </ul>
    </Card>
  )
}
