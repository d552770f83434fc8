import { expect, test } from "vitest"
import type { SpanRow } from "@/api/traces"
import { foundIn, neighbour } from "./finding"

const span = (id: string, said: Partial<SpanRow>) =>
  ({
    ...{ span_id: id, name: id, model: "", error_type: "", error_message: "", input_preview: "", output_preview: "" },
    ...said,
  }) as SpanRow

const SPANS = [
  span("a", { input_preview: "Where is my Order?" }),
  span("b", {}),
  span("c", { error_message: "no order" }),
]

test("a text is found wherever a list shows it, in any case", () => {
  expect(foundIn(SPANS, " ORDER ")).toEqual(new Set(["a", "c"]))
  expect(foundIn(SPANS, "tomorrow")).toEqual(new Set())
  expect(foundIn(SPANS, " ")).toBeNull()
})

test("the next one is found around both ends", () => {
  const found = new Set(["a", "c"])
  expect(neighbour(SPANS, found, "a", 1)?.span_id).toBe("c")
  expect(neighbour(SPANS, found, "c", 1)?.span_id).toBe("a")
  expect(neighbour(SPANS, found, "a", -1)?.span_id).toBe("c")
  expect(neighbour(SPANS, found, "not in view", 1)?.span_id).toBe("a")
  expect(neighbour(SPANS, new Set(), "a", 1)).toBeNull()
})
