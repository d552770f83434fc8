import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { LiveConnection } from "./connection"
import type { LiveEvent, LiveTopic } from "./topics"

const topic: LiveTopic = { kind: "logs", entity: "e", project: "p", run: "a" }
const other: LiveTopic = { kind: "logs", entity: "e", project: "p", run: "b" }

class FakeServer {
  opened: { topics: LiveTopic[]; signal: AbortSignal; send: (text: string) => void; end: () => void }[] = []

  open = async (topics: LiveTopic[], signal: AbortSignal) => {
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
  await settle()
  connection.subscribe(other, () => {})
  await settle()
  expect(server.opened[0].signal.aborted).toBe(false)
  server.opened[1].send(READY)
  await settle()
  expect(server.opened[0].signal.aborted).toBe(true)
  expect(server.opened[1].signal.aborted).toBe(false)
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
