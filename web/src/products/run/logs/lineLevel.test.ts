import { expect, test } from "vitest"
import { lineLevel } from "./lineLevel"

test("lines are coloured by what they say at their beginning", () => {
  expect(lineLevel("Traceback (most recent call last):")).toBe("error")
  expect(lineLevel("ValueError: bad")).toBe("error")
  expect(lineLevel("2026-01-01 ERROR disk is full")).toBe("error")
  expect(lineLevel("UserWarning: nothing")).toBe("warning")
  expect(lineLevel("done with 0 errors")).toBe(null)
  expect(lineLevel("epoch 1: 100%|####| 10/10")).toBe(null)
  expect(lineLevel(`${"x".repeat(200)} error`)).toBe(null)
})
