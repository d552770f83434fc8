/** A panel that shows runs as lines or dots by their fields, not by their steps. */
export interface RunPanelSpec {
  kind: "parallel" | "scatter"
  /** Axes from left to right; of a scatter x and y. */
  fields: string[]
  /** Those of the fields whose axes are logarithmic. */
  log: string[]
}

const KINDS: Record<string, RunPanelSpec["kind"]> = { parallel: "parallel", scatter: "scatter" }
const LOG = "log "

/** Panels as text of an address: "scatter:log config.lr|summary.loss~parallel:config.lr|config.width|summary.loss". */
export function formatPanels(panels: readonly RunPanelSpec[]): string {
  return panels
    .map(({ kind, fields, log }) => {
      const names = fields.map((field) => `${log.includes(field) ? LOG : ""}${escaped(field)}`)
      return `${kind}:${names.join("|")}`
    })
    .join("~")
}

/** What cannot be read is left out. */
export function parsePanels(text: string | undefined): RunPanelSpec[] {
  return (text ?? "").split("~").flatMap((part) => parsePanel(part) ?? [])
}

function parsePanel(text: string): RunPanelSpec | null {
  const colon = text.indexOf(":")
  const kind = KINDS[text.slice(0, colon)]
  const names = text
    .slice(colon + 1)
    .split("|")
    .filter(Boolean)
  if (colon < 0 || !kind || (kind === "scatter" && names.length !== 2)) return null
  const fields = names.map((name) => unescaped(name.replace(/^log /, "")))
  if (new Set(fields).size < fields.length && kind === "parallel") return null
  return { kind, fields, log: fields.filter((_, index) => names[index].startsWith(LOG)) }
}

const escaped = (text: string) => text.replace(/[%:|]/g, encodeURIComponent).replaceAll("~", "%7E")

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export function withLog(panel: RunPanelSpec, field: string, log: boolean): RunPanelSpec {
  const others = panel.log.filter((one) => one !== field)
  return { ...panel, log: log ? [...others, field] : others }
}

/** A new panel from the first fields of the runs that say something: two of the config, one of the summary. */
export function firstPanel(kind: RunPanelSpec["kind"], fields: readonly string[]): RunPanelSpec | null {
  const config = fields.filter((field) => field.startsWith("config."))
  const summary = fields.filter((field) => field.startsWith("summary.") && !field.startsWith("summary._"))
  const most = kind === "parallel" ? 6 : 1
  const chosen = [...config.slice(0, most), ...summary.slice(0, 1)]
  return chosen.length >= 2 ? { kind, fields: chosen, log: [] } : null
}
