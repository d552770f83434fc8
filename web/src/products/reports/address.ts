/** Addresses of reports are those that wandb's package prints: the title, `--`, and the id of its protocol. */
export function slugOf(report: { report_id: number; title: string }): string {
  const words = report.title
    .normalize("NFKD")
    .replace(/[^\w]+/g, "-")
    .replace(/^-+|-+$/g, "")
  return `${words || "report"}--${btoa(`View:${report.report_id}`).replace(/=+$/, "")}`
}

/** The number of the report that an address names; null for none. A plain number will do as well. */
export function reportOfSlug(slug: string): number | null {
  const id = slug.split("--").at(-1) ?? ""
  const number = /^\d+$/.test(id) ? id : (/^View:(\d+)$/.exec(decoded(id))?.[1] ?? "")
  return number ? Number(number) : null
}

function decoded(text: string): string {
  try {
    return atob(text)
  } catch {
    return ""
  }
}
