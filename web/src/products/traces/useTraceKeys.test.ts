import { expect, test } from "vitest"
import { arrowStep } from "./useTraceKeys"

test("arrows go through a tree as through folders", () => {
  const steps = (isOpen: boolean) =>
    ["ArrowDown", "ArrowUp", "ArrowRight", "ArrowLeft"].map((key) => arrowStep(key, isOpen))
  expect(steps(true)).toEqual([1, -1, 1, "toggle"])
  expect(steps(false)).toEqual([1, -1, "toggle", "parent"])
  expect(arrowStep("Enter", true)).toBeNull()
})
