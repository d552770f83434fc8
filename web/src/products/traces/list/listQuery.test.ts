import { expect, test } from "vitest"
import { canFollow, listQuery, matchOf } from "./listQuery"

test("the address is the whole question", () => {
  const url = {
    show: "spans",
    status: "error",
    model: "gpt",
    find: " tea ",
    order: "cost",
    since: "5",
    until: "9",
    x: "1",
  }
  expect(listQuery(url, 0)).toEqual({
    roots_only: false,
    filter: {
      and: [
        { field: "status", op: "eq", value: "error" },
        { field: "model", op: "eq", value: "gpt" },
      ],
    },
    search: "tea",
    order: "cost",
    since: 5,
    until: 9,
  })
})

test("a list follows what comes when it is of the newest up to now", () => {
  expect(listQuery({ order: "what" }, 0)).toEqual({ roots_only: true, filter: null })
  expect(canFollow(listQuery({ range: "1h" }, 9e9))).toBe(true)
  expect(canFollow(listQuery({ order: "duration" }, 0))).toBe(false)
  expect(canFollow(listQuery({ until: "9" }, 0))).toBe(false)
})

test("the list of a version asks for the spans that used it, narrowed as any other", () => {
  const used = { field: "refs", op: "in", value: ["runlake:///a/b/artifact/model:v3"] }
  expect(listQuery({ show: "spans" }, 0, used.value).filter).toEqual({ and: [used] })
  expect(listQuery({ show: "spans", kind: "llm" }, 0, used.value).filter).toEqual({
    and: [{ field: "kind", op: "eq", value: "llm" }, used],
  })
  expect(listQuery({ show: "spans", refs: used.value.join() }, 0).filter).toEqual({ and: [used] })
})

test("a trace has the scores of all its spans", () => {
  const asked = (show: string) => listQuery({ show, scores: "tone: kind" }, 0).filter
  expect(asked("traces")).toEqual({ and: [{ field: "trace.scores", op: "eq", value: "tone: kind" }] })
  expect(asked("spans")).toEqual({ and: [{ field: "scores", op: "eq", value: "tone: kind" }] })
})

test("what was said is asked for by words, by number and by its absence", () => {
  const asked = (judgements: string, show = "traces") => listQuery({ show, judgements, cols: "io" }, 0).filter
  expect(asked("quality: 2")).toEqual({ and: [{ field: "trace.judgements", op: "eq", value: "quality: 2" }] })
  expect(asked("quality < 3", "spans")).toEqual({ and: [{ field: "judgements.quality", op: "lt", value: 3 }] })
  expect(asked("(none)")).toEqual({ and: [{ field: "trace.judgements", op: "exists", value: false }] })
})

test("rows say what was said of them where there is a column for it", () => {
  expect(listQuery({ cols: "judged" }, 0).judgements).toBe(true)
  expect(listQuery({ judgements: "comment" }, 0).judgements).toBe(true)
  expect(listQuery({}, 0)).not.toHaveProperty("judgements")
  expect(matchOf(listQuery({ cols: "judged" }, 0))).toEqual({ roots_only: true, filter: null })
})
