import { ApiError, decodeError } from "@/api"

/** How much of a text file is read for a look at it. */
export const TEXT_BYTES = 512 * 1024

/** The start of a file as text. */
export async function readText(url: string, sizeBytes: number, signal?: AbortSignal): Promise<string> {
  if (sizeBytes === 0) return ""
  const headers: HeadersInit = sizeBytes > TEXT_BYTES ? { Range: `bytes=0-${TEXT_BYTES - 1}` } : {}
  const response = await fetch(url, { headers, signal }).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new ApiError("unreachable", "The file could not be read: the server does not answer.", 0)
  })
  if (!response.ok) throw await decodeError(response)
  return response.text()
}
