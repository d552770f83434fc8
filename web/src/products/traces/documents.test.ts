import { expect, test } from "vitest"
import { documentsOf } from "./documents"

test("documents are found in the shapes of retrievers", () => {
  expect(documentsOf([{ id: "d1", score: 0.9, content: "one", metadata: '{"page": 3}' }])).toEqual([
    { id: "d1", score: 0.9, text: "one", metadata: '{"page": 3}' },
  ])
  expect(documentsOf({ documents: [{ page_content: "two", metadata: { source: "a.md" } }] })).toEqual([
    { id: "", score: null, text: "two", metadata: { source: "a.md" } },
  ])
})

test("messages, rows and texts are none", () => {
  expect(documentsOf([{ role: "user", content: "hi", id: "1" }])).toBeNull()
  expect(documentsOf([{ type: "text", text: "hi", id: "1" }])).toBeNull()
  expect(documentsOf([{ content: "hi" }])).toBeNull()
  expect(documentsOf([{ id: "1", content: "one" }, { id: "2" }])).toBeNull()
  expect(documentsOf([])).toBeNull()
})
