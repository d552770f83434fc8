import { expect, test } from "vitest"
import { rank, rankAll } from "./rank"

test("letters must appear in order", () => {
  expect(rank("Theme: dark", "thdk")).not.toBeNull()
  expect(rank("Theme: dark", "xyz")).toBeNull()
})

test("a whole match comes before scattered letters", () => {
  expect(rankAll(["gentle-global", "grad/loss", "loss"], "loss", (text) => text, 5)).toEqual(["loss", "grad/loss"])
})

test("without text the order stays", () => {
  expect(rankAll(["b", "a"], "", (text) => text, 1)).toEqual(["b"])
})
