import { ApiError, decodeError } from "@/api"
import { formatBytes } from "@/lib/format"
import { parseLooseJson } from "@/lib/looseJson"

/** A file is past what a viewer takes on: the page would freeze. It can still be downloaded. */
export class TooLarge extends Error {
  constructor(bytes: number | null, limit: number) {
    const size = bytes === null ? `More than ${formatBytes(limit)}` : formatBytes(bytes)
    super(`${size}; at most ${formatBytes(limit)} are shown here.`)
    this.name = "TooLarge"
  }
}

/** The bytes of a file, given up as soon as they are more than `limit`. */
export async function fetchBytes(url: string, limit: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url, { signal }).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new ApiError("no_answer", "The server did not answer.", 0)
  })
  if (!response.ok) throw await decodeError(response)
  const announced = Number(response.headers.get("content-length") ?? Number.NaN)
  if (announced > limit) {
    await response.body?.cancel()
    throw new TooLarge(announced, limit)
  }
  return readAtMost(response, limit)
}

async function readAtMost(response: Response, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader()
  const parts: Uint8Array[] = []
  let length = 0
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    parts.push(part.value)
    length += part.value.length
    if (length > limit) {
      await reader?.cancel()
      throw new TooLarge(null, limit)
    }
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

export async function fetchText(url: string, limit: number, signal?: AbortSignal): Promise<string> {
  return new TextDecoder().decode(await fetchBytes(url, limit, signal))
}

/** JSON as Python writes it. */
export async function fetchJson(url: string, limit: number, signal?: AbortSignal): Promise<unknown> {
  const text = await fetchText(url, limit, signal)
  try {
    return parseLooseJson(text)
  } catch {
    throw new Error("The file is not JSON.")
  }
}
