import type { PanelSpec } from "./board"

const LOG = "log "

/**
 * Panels as addresses and saved views of earlier releases name them, in the parameter `panels`:
 * "scatter:log config.lr|summary.loss~parallel:config.lr|config.width|summary.loss". What cannot be read is left out.
 */
export function parseOldPanels(text: string | undefined): PanelSpec[] {
  const found = (text ?? "").split("~").flatMap((part) => parsePanel(part) ?? [])
  return found.map((panel, at) => ({ ...panel, id: `+${at + 1}` }))
}

function parsePanel(text: string): Omit<PanelSpec, "id"> | null {
  const colon = text.indexOf(":")
  const kind = text.slice(0, colon)
  const names = text
    .slice(colon + 1)
    .split("|")
    .filter(Boolean)
  if ((kind !== "scatter" && kind !== "parallel") || (kind === "scatter" && names.length !== 2)) return null
  const fields = names.map((name) => unescaped(name.replace(/^log /, "")))
  if (new Set(fields).size < fields.length && kind === "parallel") return null
  return { kind, fields, log: fields.filter((_, index) => names[index].startsWith(LOG)) }
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
