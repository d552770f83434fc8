import type { Json, JsonObject } from "@/api"

export type SourceKind = "code" | "git" | "image" | "unknown"

/** A value that the job reads from its config, or from a file. */
export interface JobInput {
  path: string
  type: string
  about: string
}

/** What `wandb-job.json` says about a job. */
export interface JobSource {
  kind: SourceKind
  facts: { label: string; value: string }[]
  inputs: JobInput[]
}

const KINDS: Record<string, SourceKind> = { artifact: "code", repo: "git", image: "image" }
const MOST_DEPTH = 8

/** The file of a job, and the metadata of its version, in which newer clients describe the inputs. */
export function parseJob(document: JsonObject, metadata: JsonObject | null): JobSource {
  const source = objectOf(document.source)
  const git = objectOf(source.git)
  const facts = [
    { label: "Image", value: textOf(source.image) },
    { label: "Repository", value: textOf(git.remote) },
    { label: "Commit", value: textOf(git.commit) },
    { label: "Entry point", value: Array.isArray(source.entrypoint) ? source.entrypoint.join(" ") : "" },
    { label: "Build context", value: textOf(source.build_context) },
    { label: "Dockerfile", value: textOf(source.dockerfile) },
    { label: "Base image", value: textOf(source.base_image) },
    { label: "Python", value: textOf(document.runtime) },
  ]
  const described = inputsOfSchemas(objectOf(metadata?.input_schemas))
  return {
    kind: KINDS[textOf(document.source_type)] ?? "unknown",
    facts: facts.filter(({ value }) => value !== ""),
    inputs: described.length > 0 ? described : inputsOfTypes(objectOf(document.input_types), ""),
  }
}

/** The types that a client inferred from a run's config. */
function inputsOfTypes(type: JsonObject, prefix: string, depth = 0): JobInput[] {
  const entries = Object.entries(objectOf(objectOf(type.params).type_map))
  return entries.flatMap(([name, inner]) => {
    const path = prefix ? `${prefix}.${name}` : name
    const found = objectOf(inner)
    if (found.wb_type === "typedDict" && depth < MOST_DEPTH) return inputsOfTypes(found, path, depth + 1)
    return [{ path, type: nameOfType(found), about: "" }]
  })
}

function nameOfType(type: JsonObject): string {
  const params = objectOf(type.params)
  if (type.wb_type === "list") return `list of ${nameOfType(objectOf(params.element_type))}`
  if (type.wb_type === "union" && Array.isArray(params.allowed_types)) {
    return params.allowed_types.map((one) => nameOfType(objectOf(one))).join(" or ")
  }
  return textOf(type.wb_type) || "any"
}

/** What somebody declared: a JSON schema for the config, and one for each file. */
function inputsOfSchemas(schemas: JsonObject): JobInput[] {
  return Object.entries(schemas).flatMap(([name, schema]) =>
    inputsOfSchema(objectOf(schema), name === "@wandb.config" ? "" : `${name}: `),
  )
}

function inputsOfSchema(schema: JsonObject, prefix: string, depth = 0): JobInput[] {
  return Object.entries(objectOf(schema.properties)).flatMap(([name, inner]) => {
    const found = objectOf(inner)
    if (found.properties && depth < MOST_DEPTH) return inputsOfSchema(found, `${prefix}${name}.`, depth + 1)
    return [{ path: `${prefix}${name}`, type: textOf(found.type) || "any", about: limitsOf(found) }]
  })
}

function limitsOf({ minimum, maximum, enum: choices, default: standard, description }: JsonObject): string {
  const range = minimum === undefined && maximum === undefined ? "" : `${minimum ?? ""}..${maximum ?? ""}`
  const among = Array.isArray(choices) ? `one of ${choices.join(", ")}` : range
  const usual = standard === undefined ? "" : `default ${JSON.stringify(standard)}`
  return [textOf(description), among, usual].filter(Boolean).join(" · ")
}

const textOf = (value: Json | undefined): string => (typeof value === "string" ? value : "")

const objectOf = (value: Json | undefined): JsonObject =>
  value !== null && typeof value === "object" && !Array.isArray(value) ? value : {}
