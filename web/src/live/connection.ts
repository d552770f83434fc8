import { EventParser } from "./parser"
import { type LiveEvent, type LiveTopic, matches, mergeTopics } from "./topics"

/** Opens the event stream for some topics. */
export type OpenStream = (topics: LiveTopic[], signal: AbortSignal) => Promise<ReadableStream<Uint8Array>>

type Handler = (event: LiveEvent) => void

interface Subscriber {
  topic: LiveTopic
  handler: Handler
}

const SETTLE_MS = 60
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 15_000

/**
 * The page's one connection for live events. All subscriptions share it; when they change, a new stream is opened before
 * the old one is closed, so nothing falls between. After a broken connection every subscriber gets `reset`.
 */
export class LiveConnection {
  readonly #open: OpenStream
  readonly #subscribers = new Set<Subscriber>()
  #streamed = ""
  #abort: AbortController | null = null
  #timer: ReturnType<typeof setTimeout> | null = null
  #waitMs = FIRST_WAIT_MS
  #broken = false

  constructor(open: OpenStream) {
    this.#open = open
  }

  subscribe(topic: LiveTopic, handler: Handler): () => void {
    const subscriber = { topic, handler }
    this.#subscribers.add(subscriber)
    this.#schedule(SETTLE_MS)
    return () => {
      this.#subscribers.delete(subscriber)
      this.#schedule(SETTLE_MS)
    }
  }

  #schedule(delayMs: number): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#connect(), delayMs)
  }

  async #connect(): Promise<void> {
    const topics = mergeTopics([...this.#subscribers].map((subscriber) => subscriber.topic))
    const wanted = JSON.stringify(topics)
    if (wanted === this.#streamed && this.#abort) return
    const previous = this.#abort
    this.#streamed = wanted
    this.#abort = null
    if (topics.length === 0) {
      previous?.abort()
      return
    }
    const abort = new AbortController()
    this.#abort = abort
    try {
      const stream = await this.#open(topics, abort.signal)
      await this.#read(stream, () => previous?.abort())
      throw new Error("the stream ended")
    } catch {
      previous?.abort()
      if (this.#abort === abort) this.#retry()
    }
  }

  async #read(stream: ReadableStream<Uint8Array>, onReady: () => void): Promise<void> {
    const parser = new EventParser()
    const reader = stream
      .pipeThrough(new TextDecoderStream() as never)
      .getReader() as ReadableStreamDefaultReader<string>
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      for (const event of parser.feed(value)) {
        if (event.name === "ready") this.#ready(onReady)
        else this.#dispatch({ kind: event.name, data: JSON.parse(event.data) } as LiveEvent)
      }
    }
  }

  #ready(onReady: () => void): void {
    onReady()
    this.#waitMs = FIRST_WAIT_MS
    if (this.#broken) this.#dispatch({ kind: "reset", data: {} })
    this.#broken = false
  }

  #retry(): void {
    this.#abort = null
    this.#streamed = ""
    this.#broken = true
    this.#schedule(this.#waitMs)
    this.#waitMs = Math.min(this.#waitMs * 2, LONGEST_WAIT_MS)
  }

  #dispatch(event: LiveEvent): void {
    for (const subscriber of this.#subscribers) if (matches(subscriber.topic, event)) subscriber.handler(event)
  }
}
