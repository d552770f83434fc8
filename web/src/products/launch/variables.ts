import type { JsonObject } from "@/api"

export const VARIABLE_TYPES = ["string", "integer", "number", "boolean"] as const
export type VariableType = (typeof VARIABLE_TYPES)[number]

/** A template variable as it is typed: `allowed` is `1..8` for a range, `a, b` for a choice, or nothing. */
export interface VariableDraft {
  name: string
  type: VariableType
  allowed: string
  default: string
}

export interface VariableSchema {
  type: VariableType
  minimum?: number
  maximum?: number
  enum?: (string | number | boolean)[]
  default?: string | number | boolean
}

/** The variables of a queue by name. */
export function schemasOf(variables: JsonObject | null): [string, VariableSchema][] {
  return Object.entries(variables ?? {}).map(([name, one]) => [
    name,
    (one as unknown as { schema: VariableSchema }).schema,
  ])
}

export const draftsOf = (variables: JsonObject | null): VariableDraft[] =>
  schemasOf(variables).map(([name, schema]) => ({
    name,
    type: schema.type,
    allowed: allowedText(schema),
    default: schema.default === undefined ? "" : String(schema.default),
  }))

/** What may be filled in, in a few characters. */
export function allowedText({ minimum, maximum, enum: choices }: VariableSchema): string {
  if (choices) return choices.join(", ")
  return minimum === undefined && maximum === undefined ? "" : `${minimum ?? ""}..${maximum ?? ""}`
}

/** The variables that were typed. Throws an Error that says what is wrong; rows without a name are left out. */
export function variablesOf(drafts: readonly VariableDraft[]): JsonObject {
  const named = drafts.filter(({ name }) => name.trim() !== "")
  return Object.fromEntries(named.map((draft) => [draft.name.trim(), { schema: schemaOf(draft) as never }]))
}

function schemaOf({ name, type, allowed, default: standard }: VariableDraft): VariableSchema {
  const schema: VariableSchema = { type }
  const range = type === "integer" || type === "number" ? /^\s*(\S*?)\s*\.\.\s*(\S*)\s*$/.exec(allowed) : null
  if (range?.[1]) schema.minimum = numberOf(range[1], name)
  if (range?.[2]) schema.maximum = numberOf(range[2], name)
  if (!range && allowed.trim()) schema.enum = allowed.split(",").map((word) => typedValue(word.trim(), type, name))
  if (standard.trim()) schema.default = typedValue(standard.trim(), type, name)
  return schema
}

/** What somebody typed for a variable, as its type has it. Throws an Error. */
export function typedValue(text: string, type: VariableType, name: string): string | number | boolean {
  if (type === "string") return text
  if (type !== "boolean") return numberOf(text, name)
  if (text !== "true" && text !== "false") throw new Error(`${name} is true or false, not “${text}”`)
  return text === "true"
}

function numberOf(text: string, name: string): number {
  const found = Number(text)
  if (text === "" || !Number.isFinite(found)) throw new Error(`“${text}” is not a number: see ${name}`)
  return found
}
