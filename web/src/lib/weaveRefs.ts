/** References of Weave's clients: `weave:///entity/project/object/name:digest`, with a path into the value behind. Pure. */

export interface WeaveRef {
  entity: string
  project: string
  kind: "object" | "op"
  name: string
  version: string
}

const REF = /^weave:\/\/\/([^/]+)\/([^/]+)\/(object|op)\/([^/:]+):([^/]+)/

/** What a text refers to; null when it is no reference to an object or to code. */
export function parseRef(text: unknown): WeaveRef | null {
  const found = typeof text === "string" ? REF.exec(text) : null
  if (!found) return null
  const [entity, project, kind, name, version] = found.slice(1).map(decodeURIComponent)
  return { entity, project, kind: kind as WeaveRef["kind"], name, version }
}

/** The address of the page of what is referred to. */
export function addressOf(ref: WeaveRef): string {
  const parts = [ref.entity, ref.project, "weave", `${ref.kind}s`, ref.name, "versions", ref.version]
  return `/${parts.map(encodeURIComponent).join("/")}`
}

/** The first characters of a digest are enough to tell versions apart. */
export const shortDigest = (digest: string) => digest.slice(0, 7)
