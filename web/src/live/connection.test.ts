import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { LiveConnection } from "./connection"
import type { LiveEvent, LiveTopic } from "./topics"

const topic: LiveTopic = { kind: "logs", entity: "e", project: "p", run: "a" }
const other: LiveTopic = { kind: "logs", entity: "e", project: "p", run: "b" }

class FakeServer {
  opened: { topics: LiveTopic[]; signal: AbortSignal; send: (text: string) => void; end: () => void }[] = []

  refuses = false

  open = async (topics: LiveTopic[], signal: AbortSignal) => {
    if (this.refuses) throw new Error("refused")
    let controller: ReadableStreamDefaultController<Uint8Array>
    const stream = new ReadableStream<Uint8Array>({
      start: (made) => {
        controller = made
      },
    })
    this.opened.push({
      topics,
      signal,
      send: (text) => controller.enqueue(new TextEncoder().encode(text)),
      end: () => controller.close(),
    })
    return stream
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const settle = () => vi.advanceTimersByTimeAsync(100)
const calm = () => vi.advanceTimersByTimeAsync(1100)
const logs = (run: string) => `event: logs\ndata: {"run_id":"${run}","lines":[]}\n\n`
const READY = "event: ready\ndata: {}\n\n"

test("subscriptions that come together share one stream, and each gets its own events", async () => {
  const server = new FakeServer()
  const connection = new LiveConnection(server.open)
  const seen: string[] = []
  connection.subscribe(topic, () => seen.push("a"))
  connection.subscribe(other, () => seen.push("b"))
  await settle()
  expect(server.opened.map((stream) => stream.topics)).toEqual([[topic, other]])
  server.opened[0].send(READY + logs("b") + logs("a"))
  await settle()
  expect(seen).toEqual(["b", "a"])
})

test("the old stream is closed only when the new one is ready", async () => {
  const server = new FakeServer()
  const connection = new LiveConnection(server.open)
  connection.subscribe(topic, () => {})
  await settle()
  server.opened[0].send(READY)
  await calm()
  connection.subscribe(other, () => {})
  await settle()
  expect(server.opened[0].signal.aborted).toBe(false)
  server.opened[1].send(READY)
  await vi.advanceTimersByTimeAsync(1100)
  expect(server.opened[0].signal.aborted).toBe(true)
  expect(server.opened[1].signal.aborted).toBe(false)
})

test("while two streams overlap, events of the old one come first", async () => {
  const server = new FakeServer()
  const connection = new LiveConnection(server.open)
  const seen: unknown[] = []
  connection.subscribe(topic, (event) => seen.push((event.data as { at?: number }).at))
  await settle()
  server.opened[0].send(READY)
  await calm()
  connection.subscribe(other, () => {})
  await settle()
  const numbered = (at: number) => `event: logs\ndata: {"run_id":"a","at":${at}}\n\n`
  server.opened[1].send(READY + numbered(2))
  await settle()
  server.opened[0].send(numbered(1))
  await vi.advanceTimersByTimeAsync(1100)
  expect(seen).toEqual([1, 2])
})

test("a panel that comes while the stream that covers it is being replaced does not read from the dying one", async () => {
  const server = new FakeServer()
  const connection = new LiveConnection(server.open)
  const leave = connection.subscribe(topic, () => {})
  await settle()
  server.opened[0].send(READY)
  await calm()
  leave()
  connection.subscribe(other, () => {})
  await settle() // stream 1 for `other` alone is asked for, stream 0 still flows
  const seen: string[] = []
  connection.subscribe(
    topic,
    (event) => seen.push(event.kind),
    () => seen.push("joined"),
  )
  await settle()
  server.opened[0].send(logs("a"))
  server.opened[1].send(READY)
  await calm()
  await calm()
  server.opened[2].send(READY + logs("a"))
  await settle()
  expect(seen).toEqual(["joined", "logs"])
})

test("who joins is told once from when on nothing is missed", async () => {
  const server = new FakeServer()
  const connection = new LiveConnection(server.open)
  const joined: string[] = []
  connection.subscribe(
    topic,
    () => {},
    () => joined.push("first"),
  )
  await settle()
  expect(joined).toEqual([])
  server.opened[0].send(READY)
  await settle()
  connection.subscribe(
    topic,
    () => {},
    () => joined.push("second"),
  )
  await settle()
  expect(joined).toEqual(["first", "second"])
  expect(server.opened).toHaveLength(1)
})

test("topics that went away are kept for a while, then a narrower stream is opened", async () => {
  const server = new FakeServer()
  const connection = new LiveConnection(server.open)
  connection.subscribe(topic, () => {})
  const leave = connection.subscribe(other, () => {})
  await settle()
  server.opened[0].send(READY)
  leave()
  await settle()
  expect(server.opened).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(11_000)
  expect(server.opened.map((stream) => stream.topics)).toEqual([[topic, other], [topic]])
})

test("topics that change all the time do not open a stream each", async () => {
  const server = new FakeServer()
  const connection = new LiveConnection(server.open)
  for (let run = 0; run < 20; run++) {
    connection.subscribe({ ...topic, run: `${run}` } as LiveTopic, () => {})
    await settle()
    server.opened.at(-1)?.send(READY)
  }
  await calm()
  expect(server.opened.length).toBeLessThan(7)
  expect(server.opened.at(-1)?.topics).toHaveLength(20)
})

test("a connection on which nothing comes is given up and made anew", async () => {
  const server = new FakeServer()
  const connection = new LiveConnection(server.open)
  connection.subscribe(topic, () => {})
  await settle()
  server.opened[0].send(READY)
  for (let beat = 0; beat < 4; beat++) {
    await vi.advanceTimersByTimeAsync(15_000)
    server.opened[0].send(": still here\n\n")
  }
  await vi.advanceTimersByTimeAsync(30_000)
  expect(server.opened).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(11_000)
  expect(server.opened).toHaveLength(2)
})

test("a paused connection lets go and catches up later", async () => {
  const server = new FakeServer()
  const connection = new LiveConnection(server.open)
  const seen: LiveEvent["kind"][] = []
  connection.subscribe(topic, (event) => seen.push(event.kind))
  await settle()
  server.opened[0].send(READY)
  await settle()
  connection.pause()
  expect(server.opened[0].signal.aborted).toBe(true)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(server.opened).toHaveLength(1)
  connection.resume()
  await settle()
  server.opened[1].send(READY)
  await settle()
  expect(seen).toEqual(["reset"])
})

test("a handler that fails takes nothing from the others", async () => {
  const server = new FakeServer()
  const connection = new LiveConnection(server.open)
  const reported = vi.fn()
  vi.stubGlobal("reportError", reported)
  const seen: string[] = []
  connection.subscribe(topic, () => {
    throw new Error("broken panel")
  })
  connection.subscribe(topic, () => seen.push("ok"))
  await settle()
  server.opened[0].send(READY + logs("a") + logs("a"))
  await settle()
  expect(seen).toEqual(["ok", "ok"])
  expect(reported).toHaveBeenCalledTimes(2)
  vi.unstubAllGlobals()
})

test("after a broken stream it comes back and tells everybody to fetch again", async () => {
  const server = new FakeServer()
  const connection = new LiveConnection(server.open)
  const seen: LiveEvent["kind"][] = []
  connection.subscribe(topic, (event) => seen.push(event.kind))
  await settle()
  server.opened[0].send(READY)
  await settle()
  expect(seen).toEqual([])
  server.opened[0].end()
  await vi.advanceTimersByTimeAsync(1000)
  expect(server.opened).toHaveLength(2)
  server.opened[1].send(READY)
  await settle()
  expect(seen).toEqual(["reset"])
})

test("nobody listening means no stream", async () => {
  const server = new FakeServer()
  const connection = new LiveConnection(server.open)
  const leave = connection.subscribe(topic, () => {})
  await settle()
  server.opened[0].send(READY)
  await settle()
  leave()
  await settle()
  expect(server.opened[0].signal.aborted).toBe(true)
  expect(server.opened).toHaveLength(1)
})

test("a wish taken back while its stream opens leaves the present stream alone", async () => {
  const server = new FakeServer()
  const connection = new LiveConnection(server.open)
  const seen: string[] = []
  connection.subscribe(topic, () => seen.push("a"))
  await settle()
  server.opened[0].send(READY)
  await calm()
  const leave = connection.subscribe(other, () => {})
  await settle()
  leave()
  await settle()
  expect(server.opened.map((stream) => stream.signal.aborted)).toEqual([false, true])
  server.opened[0].send(logs("a"))
  await settle()
  expect(seen).toEqual(["a"])
})

test("a stream that is refused leaves the present one alone, and is tried again", async () => {
  const server = new FakeServer()
  const connection = new LiveConnection(server.open)
  const seen: LiveEvent["kind"][] = []
  connection.subscribe(topic, (event) => seen.push(event.kind))
  await settle()
  server.opened[0].send(READY)
  await calm()
  server.refuses = true
  connection.subscribe(other, () => {})
  await settle()
  server.opened[0].send(logs("a"))
  await settle()
  server.refuses = false
  await calm()
  expect(server.opened[1].topics).toEqual([topic, other])
  server.opened[1].send(READY)
  await calm()
  expect(seen).toEqual(["logs"])
})

test("when the present stream dies while another opens, it does not go back to the dead one", async () => {
  const server = new FakeServer()
  const connection = new LiveConnection(server.open)
  const seen: LiveEvent["kind"][] = []
  connection.subscribe(topic, (event) => seen.push(event.kind))
  await settle()
  server.opened[0].send(READY)
  await calm()
  const leave = connection.subscribe(other, () => {})
  await settle()
  server.opened[0].end()
  await settle()
  leave()
  await settle()
  server.opened[1].send(READY)
  await calm()
  server.opened[1].send(logs("a"))
  await settle()
  expect(seen).toEqual(["reset", "logs"])
})

test("an opening that hangs is given up", async () => {
  let opened = 0
  const connection = new LiveConnection(() => {
    opened += 1
    return new Promise(() => {})
  })
  connection.subscribe(topic, () => {})
  await vi.advanceTimersByTimeAsync(19_000)
  expect(opened).toBe(1)
  await vi.advanceTimersByTimeAsync(2000)
  expect(opened).toBe(2)
})
