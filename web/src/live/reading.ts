import { EventParser } from "./parser"

/** Reads a stream to its end; rejects when it breaks, or when nothing at all came for `silenceMs`. */
export async function readEvents(
  stream: ReadableStream<Uint8Array>,
  silenceMs: number,
  onEvent: (name: string, data: string) => void,
): Promise<void> {
  const parser = new EventParser()
  const decoder = new TextDecoder()
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await within(silenceMs, reader.read()).catch((error) => {
      void reader.cancel().catch(() => {})
      throw error
    })
    if (done) return
    for (const event of parser.feed(decoder.decode(value, { stream: true }))) onEvent(event.name, event.data)
  }
}

/** A connection may be dead without anybody having said so: after sleep, or behind a router that forgot it. */
export async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Nothing came for ${limitMs} ms`)), limitMs)
  })
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}
