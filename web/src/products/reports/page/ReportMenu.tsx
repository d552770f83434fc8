import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { useState } from "react"
import { type ReportDetail, type ReportPath, reportsApi, reportsQuery } from "@/api"
import { IconButton } from "@/ui/Button"
import { Confirm } from "@/ui/Dialog"
import { Menu } from "@/ui/Menu"
import { ShareDialog } from "./ShareDialog"
import { VersionsDialog } from "./VersionsDialog"

interface ReportMenuProps {
  at: ReportPath
  report: ReportDetail
  mayDelete: boolean
}

/** What can be done with a report as a whole. */
export function ReportMenu({ at, report, mayDelete }: ReportMenuProps) {
  const [open, setOpen] = useState<"versions" | "share" | "delete" | null>(null)
  const client = useQueryClient()
  const navigate = useNavigate()
  const { entity, project } = at
  const remove = useMutation({
    mutationFn: () => reportsApi.delete(at),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: reportsQuery(entity, project).queryKey })
      void navigate({ to: "/$entity/$project/reports", params: { entity, project } })
    },
  })
  return (
    <>
      <Menu
        align="end"
        trigger={<IconButton icon="more" label="More" />}
        entries={[
          { label: "Versions…", icon: "clock", disabled: report.version === 1, onSelect: () => setOpen("versions") },
          {
            label: "Share by link…",
            icon: "external",
            disabled: !mayDelete || report.draft,
            onSelect: () => setOpen("share"),
          },
          { label: "Print, or save as PDF…", icon: "file", onSelect: () => setTimeout(() => window.print()) },
          "separator",
          { label: "Delete…", icon: "trash", danger: true, disabled: !mayDelete, onSelect: () => setOpen("delete") },
        ]}
      />
      {open === "versions" && <VersionsDialog at={at} report={report} onClose={() => setOpen(null)} />}
      {open === "share" && <ShareDialog at={at} report={report} onClose={() => setOpen(null)} />}
      {open === "delete" && (
        <Confirm
          open
          danger
          title={`Delete “${report.title}”?`}
          description="The report is gone for everybody, with its versions. Runs stay."
          action="Delete report"
          busy={remove.isPending}
          onClose={() => setOpen(null)}
          onConfirm={() => remove.mutate()}
        />
      )}
    </>
  )
}
