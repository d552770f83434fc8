import { naturalOrder } from "@/lib/naturalOrder"
import type { Section } from "./board/arrange"

const REST = "Charts"

const SYSTEM = "system."

/** The section of a metric: what stands before the first "/"; of the system's own, the part of the machine. */
function sectionName(metric: string): string {
  const isSystem = metric.startsWith(SYSTEM)
  const name = isSystem ? metric.slice(SYSTEM.length) : metric
  const cut = isSystem ? name.search(/[./_]/) : name.indexOf("/")
  return cut > 0 ? name.slice(0, cut) : isSystem ? name : REST
}

/** The name without what all metrics of the machine begin with. */
export const panelTitle = (metric: string): string => (metric.startsWith(SYSTEM) ? metric.slice(SYSTEM.length) : metric)

/** A panel for each metric, together with those whose names share the part before the first "/"; no prefix comes first. */
export function sectionsOf(metrics: readonly string[]): Section[] {
  const sections = new Map<string, string[]>()
  for (const metric of metrics) {
    const name = sectionName(metric)
    const members = sections.get(name)
    if (members) members.push(metric)
    else sections.set(name, [metric])
  }
  return [...sections]
    .map(([name, members]) => ({ name, panels: members.sort(naturalOrder) }))
    .sort((one, other) => Number(other.name === REST) - Number(one.name === REST) || naturalOrder(one.name, other.name))
}

/** A test for names: a regular expression, or, when the text is none, the text itself. */
export function matcher(search: string): (name: string) => boolean {
  if (!search) return () => true
  try {
    const pattern = new RegExp(search, "i")
    return (name) => pattern.test(name)
  } catch {
    return (name) => name.toLowerCase().includes(search.toLowerCase())
  }
}
