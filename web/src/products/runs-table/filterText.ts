import type { Filter, FilterOp, Json } from "@/api"
import { formatAge, parseAge } from "./ages"

/**
 * The text form of a filter: `config.lr > 0.1 and (state = "running" or not tags = "old")`. What people type, what
 * stands in the address, and what is copied into a message. `and` binds closer than `or`.
 */

export type Compare = Extract<Filter, { op: FilterOp }>

/** Something in the text that cannot be read; `at` counts characters from its start. */
export class FilterTextError extends Error {
  readonly at: number

  constructor(message: string, at: number) {
    super(message)
    this.name = "FilterTextError"
    this.at = at
  }
}

const SYMBOLS: Partial<Record<FilterOp, string>> = {
  eq: "=",
  ne: "!=",
  gt: ">",
  ge: ">=",
  lt: "<",
  le: "<=",
  in: "in",
  nin: "not in",
  contains: "contains",
  regex: "matches",
}
const OPS: Record<string, FilterOp> = {
  "=": "eq",
  "==": "eq",
  is: "eq",
  "!=": "ne",
  "≠": "ne",
  ">": "gt",
  ">=": "ge",
  "≥": "ge",
  "<": "lt",
  "<=": "le",
  "≤": "le",
  in: "in",
  contains: "contains",
  "~": "contains",
  matches: "regex",
}

export const isCompare = (filter: Filter): filter is Compare => "op" in filter

export function formatFilter(filter: Filter | null): string {
  return filter ? format(filter, "or") : ""
}

function format(filter: Filter, inside: "or" | "and" | "not"): string {
  if ("and" in filter) return joined(filter.and, "and", inside)
  if ("or" in filter) return joined(filter.or, "or", inside)
  if ("not" in filter) return `not ${format(filter.not, "not")}`
  return formatCompare(filter)
}

function joined(parts: Filter[], word: "and" | "or", inside: "or" | "and" | "not"): string {
  if (parts.length === 1) return format(parts[0], inside)
  const text = parts.map((part) => format(part, word === "and" ? "and" : "or")).join(` ${word} `)
  // An `or` below an `or` needs no brackets to be read right, but keeps its own to stay the same tree.
  const bare = inside === "or" && word === "and"
  return bare || inside === "or" ? text : `(${text})`
}

function formatCompare({ field, op, value }: Compare): string {
  const name = quoteField(field)
  if (op === "exists") return value ? `${name} exists` : `${name} is missing`
  if (op === "in" || op === "nin") {
    return `${name} ${SYMBOLS[op]} (${(value as Json[]).map(formatValue).join(", ")})`
  }
  if (op === "within_s") return `${name} within ${formatAge(Number(value))}`
  return `${name} ${SYMBOLS[op]} ${formatValue(value)}`
}

const WORDS = /^(and|or|not|in|is|contains|matches|exists|missing|within|true|false|null)$/i
const quoteField = (field: string) =>
  /^[\p{L}_][\p{L}\p{N}_./:-]*$/u.test(field) && !WORDS.test(field) ? field : `\`${field}\``
const formatValue = (value: Json) => JSON.stringify(value) ?? "null"

interface Token {
  kind: "word" | "text" | "field" | "sign"
  text: string
  at: number
}

const TOKEN =
  /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|`([^`]*)`|(>=|<=|!=|==|[=<>≥≤≠~(),])|([^\s"'`=<>≥≤≠~(),!]+))/suy

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const from = TOKEN.lastIndex
    const match = TOKEN.exec(text)
    if (!match) throw new FilterTextError(`“${text.slice(from).trim().slice(0, 12)}” cannot be read here`, from)
    const at = from + match[0].length - match[0].trimStart().length
    tokens.push(tokenOf(match, at))
  }
  return tokens
}

function tokenOf([, double, single, field, sign, word]: RegExpExecArray, at: number): Token {
  if (double !== undefined) return { kind: "text", text: unescaped(double), at }
  if (single !== undefined) return { kind: "text", text: unescaped(single), at }
  if (field !== undefined) return { kind: "field", text: field, at }
  return sign !== undefined ? { kind: "sign", text: sign, at } : { kind: "word", text: word, at }
}

function unescaped(text: string): string {
  try {
    return JSON.parse(`"${text.replace(/\\'/g, "'").replace(/(?<!\\)"/g, '\\"')}"`) as string
  } catch {
    return text
  }
}

/** The tree of a text; null for an empty one. Throws FilterTextError. */
export function parseFilterText(text: string): Filter | null {
  const reader = new Reader(tokensOf(text), text.length)
  if (reader.done) return null
  const filter = reader.either()
  if (!reader.done) throw reader.unexpected("“and” or “or”")
  return filter
}

/** Reads tokens from left to right, one method for each rule of the grammar. */
class Reader {
  private place = 0
  private readonly tokens: Token[]
  private readonly end: number

  constructor(tokens: Token[], end: number) {
    this.tokens = tokens
    this.end = end
  }

  get done(): boolean {
    return this.place >= this.tokens.length
  }

  unexpected(wanted: string): FilterTextError {
    const token = this.tokens[this.place]
    if (!token) return new FilterTextError(`The text ends where ${wanted} should stand`, this.end)
    return new FilterTextError(`“${token.text}” stands where ${wanted} should`, token.at)
  }

  either(): Filter {
    const parts = [this.both()]
    while (this.takeWord("or")) parts.push(this.both())
    return parts.length === 1 ? parts[0] : { or: parts }
  }

  private both(): Filter {
    const parts = [this.single()]
    while (this.takeWord("and")) parts.push(this.single())
    return parts.length === 1 ? parts[0] : { and: parts }
  }

  private single(): Filter {
    if (this.takeWord("not")) return { not: this.single() }
    if (!this.takeSign("(")) return this.comparison()
    const inner = this.either()
    if (!this.takeSign(")")) throw this.unexpected("“)”")
    return inner
  }

  private comparison(): Filter {
    const token = this.tokens[this.place]
    if (!token || token.kind === "sign") throw this.unexpected("the name of a field")
    this.place++
    const field = token.text
    if (this.takeWord("exists")) return { field, op: "exists", value: true }
    if (this.takeWord("is", "missing")) return { field, op: "exists", value: false }
    if (this.takeWord("not", "in")) return { field, op: "nin", value: this.list() }
    if (this.takeWord("is", "not")) return { field, op: "ne", value: this.value() }
    if (this.takeWord("within")) return { field, op: "within_s", value: this.age() }
    const op = OPS[this.tokens[this.place]?.text.toLowerCase()]
    if (!op) throw this.unexpected("a comparison such as =, > or contains")
    this.place++
    if (op === "in") return { field, op, value: this.list() }
    const value = this.value()
    return { field, op, value: op === "contains" || op === "regex" ? String(value) : value }
  }

  private age(): number {
    const age = parseAge(this.tokens[this.place]?.text ?? "")
    if (age === null) throw this.unexpected("a time such as 7d, 12h or 30m")
    this.place++
    return age
  }

  private list(): Json[] {
    if (!this.takeSign("(")) throw this.unexpected("a list in brackets")
    const values: Json[] = []
    while (!this.takeSign(")")) {
      values.push(this.value())
      if (!this.takeSign(",") && this.tokens[this.place]?.text !== ")") throw this.unexpected("“,” or “)”")
    }
    return values
  }

  private value(): Json {
    const token = this.tokens[this.place]
    if (!token || token.kind === "sign") throw this.unexpected("a value")
    this.place++
    return token.kind === "word" ? parseValue(token.text) : token.text
  }

  private takeSign(sign: string): boolean {
    const token = this.tokens[this.place]
    if (token?.kind !== "sign" || token.text !== sign) return false
    this.place++
    return true
  }

  private takeWord(...words: string[]): boolean {
    const found = words.every((word, offset) => {
      const token = this.tokens[this.place + offset]
      return token?.kind === "word" && token.text.toLowerCase() === word
    })
    if (found) this.place += words.length
    return found
  }
}

/** What was typed as a value: a number, true, false, null, or the text itself. */
export function parseValue(text: string): Json {
  const trimmed = text.trim()
  if (trimmed === "true" || trimmed === "false") return trimmed === "true"
  if (trimmed === "null") return null
  const number = Number(trimmed)
  return trimmed !== "" && Number.isFinite(number) ? number : trimmed
}
