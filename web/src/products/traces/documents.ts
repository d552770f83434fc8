/** A document that a search found, as retrievers and rerankers tell it. */
export interface FoundDocument {
  id: string
  score: number | null
  text: string
  /** What is known of it beside its text; null for nothing. */
  metadata: unknown
}

type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)

/**
 * The documents of an output, in the shapes of OpenInference and LangChain; null when it is something else. A text alone
 * makes no document: a score, an id or metadata goes with it.
 */
export function documentsOf(value: unknown): FoundDocument[] | null {
  const items = isObject(value) && Array.isArray(value.documents) ? value.documents : value
  if (!Array.isArray(items) || items.length === 0 || !items.every(isDocument)) return null
  return items.map((item) => ({
    id: typeof item.id === "string" || typeof item.id === "number" ? String(item.id) : "",
    score: typeof item.score === "number" ? item.score : null,
    text: textOf(item) ?? "",
    metadata: item.metadata ?? null,
  }))
}

const textOf = (item: Json) => [item.content, item.page_content, item.text].find((one) => typeof one === "string")

const isDocument = (item: unknown): item is Json =>
  isObject(item) &&
  typeof textOf(item) === "string" &&
  !("role" in item || "type" in item) &&
  ["id", "score", "metadata"].some((name) => name in item)
