import { expect, test } from "vitest"
import { EventParser } from "./parser"

test("events come out whole, however the stream is cut", () => {
  const text = 'event: ready\ndata: {"cursor":0}\n\n: still here\n\nevent: points\ndata: {"a":1}\n\n'
  for (let size = 1; size < text.length; size += 3) {
    const parser = new EventParser()
    const events = []
    for (let at = 0; at < text.length; at += size) events.push(...parser.feed(text.slice(at, at + size)))
    expect(events).toEqual([
      { name: "ready", data: '{"cursor":0}' },
      { name: "points", data: '{"a":1}' },
    ])
  }
})

test("a half event waits, and data may span lines", () => {
  const parser = new EventParser()
  expect(parser.feed("event: x\ndata: one\n")).toEqual([])
  expect(parser.feed("data: two\n\n")).toEqual([{ name: "x", data: "one\ntwo" }])
})
