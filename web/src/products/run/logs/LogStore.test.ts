import { expect, test, vi } from "vitest"
import type { LogLine, LogsPage } from "@/api"
import { LogStore, PAGE_LINES } from "./LogStore"

const line = (index: number): LogLine => ({ line: index, level: "", time: null, label: "", text: `line ${index}` })

function serverWith(total: number) {
  const requests: number[] = []
  const fetchPage = async (firstLine: number, limit: number): Promise<LogsPage> => {
    requests.push(firstLine)
    const first = firstLine < 0 ? Math.max(0, total + firstLine) : firstLine
    const lines = Array.from({ length: Math.max(0, Math.min(limit, total - first)) }, (_, index) => line(first + index))
    return { lines, total, next_line: null, writers: [] }
  }
  return { fetchPage, requests }
}

test("the end comes first and tells the total", async () => {
  const server = serverWith(1_000_000)
  const store = new LogStore(server.fetchPage)
  await store.start()
  expect(store.total).toBe(1_000_000)
  expect(store.line(999_999)?.text).toBe("line 999999")
  expect(store.line(0)).toBeUndefined()
})

test("lines in view are fetched once", async () => {
  const server = serverWith(10_000)
  const store = new LogStore(server.fetchPage)
  await store.start()
  store.show(700, 750)
  store.show(701, 751)
  await vi.waitFor(() => expect(store.line(720)?.text).toBe("line 720"))
  store.show(705, 760)
  expect(server.requests).toEqual([-PAGE_LINES, 500])
})

test("live lines are added at the end and a repeated one replaces itself", async () => {
  const store = new LogStore(serverWith(10).fetchPage)
  await store.start()
  const version = store.getVersion()
  store.append([line(9), line(10), line(11)])
  expect(store.total).toBe(12)
  expect(store.line(11)?.text).toBe("line 11")
  expect(store.getVersion()).toBeGreaterThan(version)
})

test("far pages are forgotten, those in view stay", async () => {
  const store = new LogStore(serverWith(1_000_000).fetchPage)
  await store.start()
  for (let page = 0; page < 60; page++) {
    store.show(page * PAGE_LINES, page * PAGE_LINES + 20)
    await vi.waitFor(() => expect(store.line(page * PAGE_LINES)).toBeDefined())
  }
  expect(store.line(59 * PAGE_LINES)).toBeDefined()
  expect(store.line(0)).toBeUndefined()
})

test("numbers without a line are not asked for again", async () => {
  const requests: number[] = []
  const store = new LogStore(async (firstLine) => {
    requests.push(firstLine)
    return { lines: firstLine < 0 ? [line(9)] : [line(0), line(9)], total: 10, next_line: null, writers: [] }
  })
  await store.start()
  store.show(0, 10)
  await vi.waitFor(() => expect(store.line(4)?.text).toBe(""))
  store.show(0, 9)
  expect(requests).toEqual([-PAGE_LINES, 0])
})

test("an error is kept for the view and a later answer clears it", async () => {
  let fails = true
  const server = serverWith(5)
  const store = new LogStore((first, limit) =>
    fails ? Promise.reject(new Error("down")) : server.fetchPage(first, limit),
  )
  await store.start()
  expect(store.error).toBeInstanceOf(Error)
  fails = false
  await store.refresh()
  expect(store.error).toBeNull()
  expect(store.total).toBe(5)
})
