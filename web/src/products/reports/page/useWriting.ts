import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useCallback, useEffect, useMemo, useRef, useState } from "react"
import { isApiError, type ReportDetail, type ReportPath, reportQuery, reportsApi, reportsQuery } from "@/api"
import { isElement } from "../document/blocks"
import { formatDocument, openDocument } from "../document/document"
import { createReportEditor } from "../editor/createReportEditor"

const KEEP_AFTER_MS = 1200

export type Keeping = "nothing to keep" | "waiting" | "kept" | "failed"

/** What is being written: kept as a draft all the time, and saved when asked to. */
export function useWriting(at: ReportPath, report: ReportDetail) {
  const client = useQueryClient()
  const begun = report.own_draft ?? report
  const [title, setTitle] = useState(begun.title)
  const [description, setDescription] = useState(begun.description)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was opened stays open, whatever is saved meanwhile
  const opened = useMemo(() => {
    const open = openDocument(begun.spec)
    return { open, ...createReportEditor(open) }
  }, [])
  const [base, setBase] = useState(report.own_draft?.base_version ?? report.version)
  const [keeping, setKeeping] = useState<Keeping>(report.own_draft ? "kept" : "nothing to keep")
  const [theirs, setTheirs] = useState<ReportDetail | null>(base < report.version ? report : null)
  const text = () => ({
    title: title.trim() || "Untitled report",
    description,
    spec: formatDocument(opened.open, opened.editor.children.filter(isElement), opened.sourceOf),
  })
  const latest = useRef(text)
  latest.current = text
  const keep = useKeeping(keeping === "waiting", async () => {
    try {
      await reportsApi.saveDraft(at, { ...latest.current(), base_version: base })
      setKeeping((now) => (now === "waiting" ? "kept" : now))
    } catch {
      setKeeping("failed")
    }
  })
  const touch = useCallback(() => {
    setKeeping("waiting")
    keep.later()
  }, [keep])
  const save = useMutation({
    mutationFn: ({ over }: { over?: ReportDetail } = {}) =>
      reportsApi.save(at, { ...latest.current(), base_version: over?.version ?? base, draft: false }),
    onMutate: keep.stop,
    onSuccess: (saved) => {
      setBase(saved.version)
      setTheirs(null)
      setKeeping("nothing to keep")
      client.setQueryData(reportQuery(at).queryKey, saved)
      void client.invalidateQueries({ queryKey: reportsQuery(at.entity, at.project).queryKey })
    },
    onError: async (error) => {
      touch()
      if (isApiError(error, 409)) setTheirs(await client.fetchQuery({ ...reportQuery(at), staleTime: 0 }))
    },
  })
  const discard = useMutation({
    mutationFn: () => reportsApi.discardDraft(at),
    onMutate: keep.stop,
    onSuccess: () => client.invalidateQueries({ queryKey: reportQuery(at).queryKey }),
  })
  return {
    ...{ title, description, keeping, theirs, save, discard },
    editor: opened.editor,
    setTitle: (next: string) => {
      setTitle(next)
      touch()
    },
    setDescription: (next: string) => {
      setDescription(next)
      touch()
    },
    onBlocks: touch,
  }
}

/** Runs `work` a moment after the last wish. */
function useKeeping(waiting: boolean, work: () => Promise<void>) {
  const latest = useRef(work)
  latest.current = work
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(() => {
    if (!waiting) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener("beforeunload", warn)
    return () => window.removeEventListener("beforeunload", warn)
  }, [waiting])
  const keep = useMemo(() => {
    const stop = () => {
      if (timer.current) clearTimeout(timer.current)
      timer.current = null
    }
    const later = () => {
      stop()
      timer.current = setTimeout(() => {
        timer.current = null
        void latest.current()
      }, KEEP_AFTER_MS)
    }
    const now = () => {
      if (timer.current === null) return
      stop()
      void latest.current()
    }
    return { stop, later, now }
  }, [])
  // Whoever leaves the page for another one of ours loses nothing.
  useEffect(() => keep.now, [keep])
  return keep
}
