import { expect, test } from "vitest"
import { judgedLabel, judgementFilter, NOT_JUDGED } from "./judged"

const asked = (text: string) => judgementFilter("judgements", text)

test("words are taken as they are, numbers are compared", () => {
  expect(asked("topic: billing")).toEqual({ field: "judgements", op: "eq", value: "topic: billing" })
  expect(asked("quality: 4")).toEqual({ field: "judgements", op: "eq", value: "quality: 4" })
  expect(asked("exact.score <= 0.5")).toEqual({ field: "judgements.exact.score", op: "le", value: 0.5 })
  expect(asked("how well>-1")).toEqual({ field: "judgements.how well", op: "gt", value: -1 })
  expect(asked("> 3")).toEqual({ field: "judgements", op: "eq", value: "> 3" })
})

test("what nobody judged is a question as well", () => {
  expect(asked(NOT_JUDGED)).toEqual({ field: "judgements", op: "exists", value: false })
  expect(judgedLabel(NOT_JUDGED)).toBe(judgedLabel(""))
  expect(judgedLabel("comment")).toBe("comment")
})
