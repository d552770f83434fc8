import { expect, test } from "vitest"
import { runColour, runStyles } from "./colours"

test("a colour depends on the id alone", () => {
  expect(runColour("abc", false)).toBe(runColour("abc", false))
  expect(runStyles(["x", "abc"], true).get("abc")?.colour).toBe(runColour("abc", true))
})

test("the twelve colours are used evenly", () => {
  const counts = new Map<string, number>()
  for (let index = 0; index < 1200; index++) {
    const colour = runColour(`run-${index}`, false)
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  expect(counts.size).toBe(12)
  expect(Math.min(...counts.values())).toBeGreaterThan(50)
})

test("runs that share a colour get different dashes", () => {
  const ids = Array.from({ length: 40 }, (_, index) => `run-${index}`)
  const styles = runStyles(ids, false)
  const looks = new Set([...styles.values()].map((style) => `${style.colour} ${style.dash}`))
  expect(looks.size).toBeGreaterThan(30)
  expect(styles.get("run-0")?.dash).toBeUndefined()
})
