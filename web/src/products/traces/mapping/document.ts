/** The text of a mapping with one more attribute for a field: first in its list, in a list or a section of its own if need be. */
export function withKey(document: string, field: string, key: string): string {
  const named = JSON.stringify(key)
  const lines = document.split("\n")
  const section = lines.findIndex((line) => /^\s*\[fields\]\s*(#.*)?$/.test(line))
  if (section < 0) return `[fields]\n${field} = [${named}]\n${document && `\n${document}`}`
  const next = lines.findIndex((line, at) => at > section && /^\s*\[/.test(line))
  const end = next < 0 ? lines.length : next
  const list = new RegExp(`^(\\s*["']?${field}["']?\\s*=\\s*\\[)(.*)$`)
  const at = lines.findIndex((line, number) => number > section && number < end && list.test(line))
  if (at < 0) return [...lines.slice(0, section + 1), `${field} = [${named}]`, ...lines.slice(section + 1)].join("\n")
  const changed = lines[at]?.replace(list, (_, start: string, rest: string) => {
    return start + named + (/^\s*\]/.test(rest) ? rest : `, ${rest.trimStart()}`)
  })
  return [...lines.slice(0, at), changed ?? "", ...lines.slice(at + 1)].join("\n")
}

/** The line that an error of the server names, null for none. */
export function lineOf(problem: string | undefined): number | null {
  const found = /^line (\d+):/.exec(problem ?? "")
  return found ? Number(found[1]) : null
}
