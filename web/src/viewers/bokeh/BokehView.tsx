import libraryUrl from "@bokeh/bokehjs/build/js/bokeh.min.js?url&no-inline"
import tablesUrl from "@bokeh/bokehjs/build/js/bokeh-tables.min.js?url&no-inline"
import widgetsUrl from "@bokeh/bokehjs/build/js/bokeh-widgets.min.js?url&no-inline"
import { useEffect, useMemo, useRef, useState } from "react"
import { cx } from "@/lib/classNames"
import { fetchJson } from "../base/fetchFile"
import { useFile } from "../base/useFile"
import { ViewerProblem } from "../base/ViewerProblem"
import frameUrl from "./frame.js?url&no-inline"

interface BokehDocument {
  roots: unknown[]
}

const DOCUMENT_BYTES = 25 * 1024 * 1024

/**
 * A Bokeh document. Such a document may hold HTML and code, so it is drawn in a frame without our origin, without
 * access to the network, and without eval: its callbacks in JavaScript do not run.
 */
export function BokehView({ url, path, height }: { url: string; path: string | null; height: string }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const content = useFile(url, readDocument, "bokeh")
  const [state, setState] = useState<"waiting" | "drawn" | { failed: string }>("waiting")
  const data = content.data
  const page = useMemo(() => framePage(window.location.origin), [])
  useEffect(() => {
    const listen = (event: MessageEvent<{ kind?: unknown; text?: unknown }>) => {
      if (event.source !== frame.current?.contentWindow || event.source === null) return
      if (event.data?.kind === "ready" && data)
        frame.current?.contentWindow?.postMessage({ content: data, ...PAPER }, "*")
      if (event.data?.kind === "drawn") setState("drawn")
      if (event.data?.kind === "failed") setState({ failed: String(event.data.text) })
    }
    window.addEventListener("message", listen)
    return () => window.removeEventListener("message", listen)
  }, [data])
  const error = content.error ?? (typeof state === "object" ? new Error(state.failed) : null)
  if (error) return <ViewerProblem error={error} url={url} path={path} height={height} />
  if (!data) return <div className={cx("rounded bg-sunken", height)} />
  return (
    <iframe
      key={url}
      ref={frame}
      title={path ?? "Bokeh figure"}
      sandbox="allow-scripts"
      srcDoc={page}
      data-state={typeof state === "string" ? state : "failed"}
      className={cx("w-full rounded border-0 bg-white", height)}
    />
  )
}

// Bokeh's own figures are made for a white ground; in the dark theme too they stand on paper.
const PAPER = { ground: "#ffffff", ink: "#161b22" }

async function readDocument(url: string, signal: AbortSignal): Promise<BokehDocument> {
  const content = (await fetchJson(url, DOCUMENT_BYTES, signal)) as BokehDocument | null
  const roots = Array.isArray(content?.roots) ? content : null
  if (!roots) throw new Error("The file is not a Bokeh document: it has no roots.")
  return roots
}

/** Only our own addresses go into the page; the document comes by message. */
function framePage(origin: string): string {
  const policy = `default-src 'none'; script-src ${origin}; style-src 'unsafe-inline'; img-src data: blob:; font-src data:`
  const scripts = [libraryUrl, widgetsUrl, tablesUrl, frameUrl]
    .map((url) => `<script src="${new URL(url, origin).href}"></script>`)
    .join("")
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><style>body{margin:4px}</style><body>${scripts}</body>`
}
