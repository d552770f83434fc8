const MOST = 30

const storageKey = (entity: string, project: string) => `runlake.sql.${entity}/${project}`

/** Questions that were asked in this browser, the newest first. */
export function readHistory(entity: string, project: string): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey(entity, project)) ?? "[]")
    return Array.isArray(stored) ? stored.filter((each) => typeof each === "string").slice(0, MOST) : []
  } catch {
    return [] // storage may be forbidden, or hold what somebody else wrote
  }
}

export function remember(entity: string, project: string, query: string): string[] {
  const next = [query, ...readHistory(entity, project).filter((each) => each !== query)].slice(0, MOST)
  try {
    localStorage.setItem(storageKey(entity, project), JSON.stringify(next))
  } catch {
    // see readHistory
  }
  return next
}
