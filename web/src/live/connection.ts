import { readEvents, within } from "./reading"
import { covers, type LiveEvent, type LiveTopic, matches, mergeTopics } from "./topics"

/** Opens the event stream for some topics. */
export type OpenStream = (topics: LiveTopic[], signal: AbortSignal) => Promise<ReadableStream<Uint8Array>>

interface Subscriber {
  topic: LiveTopic
  handler: (event: LiveEvent) => void
  onJoined?: () => void
  joined: boolean
  /** Where its events come from: never two streams at a time. */
  feed: Stream | null
}

interface Stream {
  topics: LiveTopic[]
  abort: AbortController
  ready: boolean
  ended: boolean
  /** For those that still read the stream before this one. */
  held: LiveEvent[]
}

const SETTLE_MS = 50
/** Scrolling changes topics all the time: a stream is kept at least this long … */
const CALM_MS = 1000
/** … and this long when it only brings too much: what went away may scroll back into view. */
const TRIM_MS = 10_000
/** What the server sent on the old stream before the new one began may be on its way for this long. */
const OVERLAP_MS = 1000
/** The server says something every 15 s. */
const SILENCE_MS = 40_000
const OPENING_MS = 20_000
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 15_000

/**
 * The page's one connection for live events, shared by all subscriptions. When their topics change, a new stream is
 * opened beside the old one. Subscribers of the old one go on reading it until it must have brought everything, and then
 * go over to the new one: nothing is lost, the order stays, the last events may come twice. A subscriber that the old
 * stream does not cover reads the new one from its first event.
 *
 * After a broken or paused connection every subscriber gets `reset`.
 */
export class LiveConnection {
  readonly #open: OpenStream
  readonly #subscribers = new Set<Subscriber>()
  #stream: Stream | null = null
  #previous: Stream | null = null
  #openedAt = 0
  #timer: ReturnType<typeof setTimeout> | null = null
  #timerAt = 0
  #waitMs = FIRST_WAIT_MS
  #broken = false
  #paused = false

  constructor(open: OpenStream) {
    this.#open = open
  }

  /** `onJoined` is called once, from when on no event is missed: what was asked for before that may lack some. */
  subscribe(topic: LiveTopic, handler: Subscriber["handler"], onJoined?: () => void): () => void {
    const subscriber: Subscriber = { topic, handler, onJoined, joined: false, feed: null }
    this.#subscribers.add(subscriber)
    this.#schedule(SETTLE_MS)
    return () => {
      this.#subscribers.delete(subscriber)
      this.#schedule(SETTLE_MS)
    }
  }

  /** Let go of the stream, as for a tab in the background. */
  pause(): void {
    this.#paused = true
    this.#broken ||= this.#stream !== null
    this.#close()
  }

  resume(): void {
    this.#paused = false
    this.#schedule(0)
  }

  /** The network is back: do not wait for the next try. */
  retryNow(): void {
    if (!this.#stream) this.#schedule(0)
  }

  /** A later wish does not put off an earlier one. */
  #schedule(delayMs: number): void {
    const at = Date.now() + delayMs
    if (this.#timer && this.#timerAt <= at) return
    if (this.#timer) clearTimeout(this.#timer)
    this.#timerAt = at
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#settle()
    }, delayMs)
  }

  #settle(): void {
    const wanted = this.#paused ? [] : mergeTopics([...this.#subscribers].map((subscriber) => subscriber.topic))
    if (wanted.length === 0) this.#close()
    else if (this.#stream) this.#adjust(this.#stream, wanted)
    else void this.#connect(wanted)
  }

  #adjust(stream: Stream, wanted: LiveTopic[]): void {
    const flowing = stream.ready ? null : this.#flowing()
    if (flowing && covers(flowing.topics, wanted)) stream = this.#goBack(flowing)
    if (stream.ready) this.#feed(stream)
    const enough = covers(stream.topics, wanted)
    if (enough && covers(wanted, stream.topics)) return
    const waitMs = this.#openedAt + (enough ? TRIM_MS : CALM_MS) - Date.now()
    if (waitMs > 0 || this.#previous || !stream.ready) this.#schedule(Math.max(waitMs, SETTLE_MS))
    else void this.#connect(wanted)
  }

  /** The stream that is being replaced, as long as it lives. */
  #flowing = () => (this.#previous?.ended ? null : this.#previous)

  /** Gives up the stream that is being opened for the one that flows. */
  #goBack(flowing: Stream): Stream {
    this.#stream?.abort.abort()
    this.#stream = flowing
    this.#previous = null
    return flowing
  }

  async #connect(topics: LiveTopic[]): Promise<void> {
    const stream: Stream = { topics, abort: new AbortController(), ready: false, ended: false, held: [] }
    this.#previous = this.#stream
    this.#stream = stream
    this.#openedAt = Date.now()
    try {
      const body = await within(OPENING_MS, this.#open(topics, stream.abort.signal))
      await readEvents(body, SILENCE_MS, (name, data) => {
        if (name === "ready") this.#ready(stream)
        else this.#receive(stream, { kind: name, data: JSON.parse(data) } as LiveEvent)
      })
    } catch {
      // Whatever broke it: it is over, and is opened again.
    }
    stream.ended = true
    if (this.#stream === stream) this.#retry()
  }

  #retry(): void {
    const flowing = this.#stream?.ready ? null : this.#flowing()
    if (flowing) this.#goBack(flowing)
    else {
      this.#close()
      this.#broken = true
    }
    this.#openedAt = Date.now() + this.#waitMs - CALM_MS
    this.#schedule(this.#waitMs)
    this.#waitMs = Math.min(this.#waitMs * 2, LONGEST_WAIT_MS)
  }

  #ready(stream: Stream): void {
    stream.ready = true
    this.#waitMs = FIRST_WAIT_MS
    if (this.#broken) this.#deliver({ kind: "reset", data: {} }, [...this.#subscribers])
    this.#broken = false
    this.#feed(stream)
    if (this.#previous) setTimeout(() => this.#takeOver(stream), OVERLAP_MS)
  }

  #feed(stream: Stream): void {
    for (const subscriber of this.#subscribers) {
      if (subscriber.feed || !covers(stream.topics, [subscriber.topic])) continue
      subscriber.feed = stream
      if (!subscriber.joined) subscriber.onJoined?.()
      subscriber.joined = true
    }
  }

  #receive(stream: Stream, event: LiveEvent): void {
    if (stream.abort.signal.aborted) return
    this.#deliver(event, this.#fedBy(stream))
    if (stream === this.#stream && this.#previous) stream.held.push(event)
  }

  #takeOver(stream: Stream): void {
    const previous = this.#previous
    if (!previous || stream !== this.#stream) return
    const moved = this.#fedBy(previous)
    this.#previous = null
    previous.abort.abort()
    for (const subscriber of moved) subscriber.feed = stream
    for (const event of stream.held.splice(0)) this.#deliver(event, moved)
    if (previous.ended) this.#deliver({ kind: "reset", data: {} }, moved)
  }

  #fedBy = (stream: Stream) => [...this.#subscribers].filter((subscriber) => subscriber.feed === stream)

  #deliver(event: LiveEvent, subscribers: readonly Subscriber[]): void {
    for (const { topic, handler } of subscribers) {
      if (!matches(topic, event)) continue
      try {
        handler(event)
      } catch (error) {
        reportError(error) // one part of the page must not take the stream from the others
      }
    }
  }

  #close(): void {
    this.#previous?.abort.abort()
    this.#stream?.abort.abort()
    this.#previous = this.#stream = null
    for (const subscriber of this.#subscribers) subscriber.feed = null
  }
}
