import { type Json, type JsonObject, mediaApi } from "@/api"
import { fetchJson } from "../base/fetchFile"
import type { FileSource } from "../base/source"
import { joinTables } from "./join"
import { type LoggedTable, readTable } from "./readTable"

/** A table as it was found: with where its cells' files lie, and what a person should know about it. */
export interface FoundTable {
  table: LoggedTable
  source: FileSource
  downloadUrl: string | null
  note: string | null
}

const TABLE_BYTES = 64 * 1024 * 1024
const MOST_PARTS = 100

const text = (value: Json | undefined): string | null => (typeof value === "string" && value ? value : null)

/**
 * The table of a logged value. Its artifact knows more than the file of the run (types, and media in cells, of which
 * the run's file only says "Image"), so that is read first.
 */
export async function loadTable(
  value: Json,
  url: string | null,
  source: FileSource,
  signal: AbortSignal,
): Promise<FoundTable> {
  const logged = (typeof value === "object" && value !== null && !Array.isArray(value) ? value : {}) as JsonObject
  const address = text(logged.artifact_path)
  if (!address) return fromFile(logged, url, source, signal)
  try {
    const found = await loadObject(address, source, signal)
    return Array.isArray(logged.previous_increments_paths) ? await withIncrements(found, logged, source, signal) : found
  } catch (error) {
    if (!url || signal.aborted) throw error
    const found = await fromFile(logged, url, source, signal)
    return { ...found, note: found.note ?? "The artifact with this table’s media is not here (yet)." }
  }
}

async function fromFile(value: JsonObject, url: string | null, source: FileSource, signal: AbortSignal) {
  if (!url) throw new Error("The value names no file with the table.")
  const content = (await fetchJson(url, TABLE_BYTES, signal)) as JsonObject | null
  if (isComposed(content)) return compose(content, source, url, signal)
  const increments = Number(value.increment_num) > 0
  const note = increments ? "Only the rows of this increment: the artifact with the earlier ones is not here." : null
  return { table: readTable(content), source, downloadUrl: url, note }
}

const isComposed = (content: JsonObject | null): content is JsonObject =>
  content?._type === "joined-table" || content?._type === "partitioned-table"

/** A table in an artifact, by the client's address of it. */
async function loadObject(address: string, source: FileSource, signal: AbortSignal): Promise<FoundTable> {
  const found = await mediaApi.artifactObject(source.entity, source.project, address, signal)
  const within: FileSource = { ...source, urlOf: (path) => found.files_url + encodePath(path) }
  if (!found.url) throw new Error("The table’s bytes are not kept here.")
  const content = (await fetchJson(found.url, TABLE_BYTES, signal)) as JsonObject | null
  if (isComposed(content)) return compose(content, within, found.url, signal)
  return { table: readTable(content), source: within, downloadUrl: found.url, note: null }
}

const encodePath = (path: string) => path.split("/").map(encodeURIComponent).join("/")

/** Two tables joined by a key, or the parts of one. The parts lie in the same version, or are addresses of others. */
async function compose(content: JsonObject, source: FileSource, url: string, signal: AbortSignal): Promise<FoundTable> {
  if (content._type === "partitioned-table") return partsOf(String(content.parts_path ?? ""), source, url, signal)
  const [one, other] = await Promise.all(
    [content.table1, content.table2].map((path) => member(String(path ?? ""), source, signal)),
  )
  const keys = Array.isArray(content.join_key) ? content.join_key : [content.join_key, content.join_key]
  const table = joinTables(one.table, other.table, String(keys[0]), String(keys[1]))
  return { table, source: one.source, downloadUrl: url, note: `Joined by ${[...new Set(keys)].join(" = ")}` }
}

async function member(path: string, source: FileSource, signal: AbortSignal): Promise<FoundTable> {
  if (/^wandb-(client-)?artifact:\/\//.test(path)) return loadObject(path, source, signal)
  const url = source.urlOf(path)
  const content = await fetchJson(url, TABLE_BYTES, signal)
  return { table: readTable(content), source, downloadUrl: url, note: null }
}

async function partsOf(folder: string, source: FileSource, url: string, signal: AbortSignal): Promise<FoundTable> {
  const listing = source.urlOf("").replace(/\/$/, "")
  const query = new URLSearchParams({ prefix: folder.replace(/\/+$/, ""), limit: "1000" })
  const listed = (await fetchJson(`${listing}?${query}`, TABLE_BYTES, signal)) as { entries?: { name: string }[] }
  const names = (listed.entries ?? []).map((entry) => entry.name).filter((name) => name.endsWith(".table.json"))
  const parts = await Promise.all(names.slice(0, MOST_PARTS).map((name) => member(name, source, signal)))
  if (parts.length === 0) throw new Error(`No parts of the table lie in ${folder || "the artifact"}.`)
  const cut = names.length > MOST_PARTS ? `The first ${MOST_PARTS} of ${names.length} parts` : null
  return {
    table: appended(parts.map((part) => part.table)),
    source,
    downloadUrl: url,
    note: cut ?? `${parts.length} parts`,
  }
}

async function withIncrements(found: FoundTable, value: JsonObject, source: FileSource, signal: AbortSignal) {
  const paths = (value.previous_increments_paths as Json[]).map(String)
  const earlier = await Promise.all(
    paths.slice(-MOST_PARTS).map((path) => loadObject(path, source, signal).then((each) => each.table)),
  )
  const note = paths.length > MOST_PARTS ? `Rows of the last ${MOST_PARTS + 1} of ${paths.length + 1} increments` : null
  return { ...found, table: appended([...earlier, found.table]), note }
}

/** The rows of all, in the columns of the last. */
function appended(tables: LoggedTable[]): LoggedTable {
  const last = tables[tables.length - 1]
  return { ...last, rows: tables.flatMap((table) => table.rows) }
}
