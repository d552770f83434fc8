import { expect, test } from "vitest"
import { type DiffLine, diffLines, hunks } from "./lineDiff"

const signs = (lines: DiffLine[] | null) =>
  lines?.map((line) => `${{ same: " ", added: "+", removed: "-" }[line.kind]}${line.text}`).join("|")
const split = (text: string) => text.split("")

test("the shortest way", () => {
  expect(signs(diffLines(split("abcd"), split("abXd")))).toBe(" a| b|-c|+X| d")
  expect(signs(diffLines(split("abc"), split("abc")))).toBe(" a| b| c")
  expect(signs(diffLines([], split("ab")))).toBe("+a|+b")
  expect(signs(diffLines(split("ab"), []))).toBe("-a|-b")
  const classic = diffLines(split("abcabba"), split("cbabac"))
  expect(classic?.filter((line) => line.kind !== "same")).toHaveLength(5)
})

test("going along the ways gives both texts back", () => {
  let seed = 7
  const random = () => {
    seed = (seed * 48271) % 2147483647
    return seed / 2147483647
  }
  for (let round = 0; round < 200; round++) {
    const text = () => Array.from({ length: Math.floor(random() * 12) }, () => "abc"[Math.floor(random() * 3)])
    const [before, after] = [text(), text()]
    const lines = diffLines(before, after)!
    expect(lines.filter((line) => line.kind !== "added").map((line) => line.text)).toEqual(before)
    expect(lines.filter((line) => line.kind !== "removed").map((line) => line.text)).toEqual(after)
  }
})

test("line numbers", () => {
  const lines = diffLines(split("ab"), split("xb"))!
  expect(lines.map((line) => [line.before, line.after])).toEqual([
    [1, null],
    [null, 1],
    [2, 2],
  ])
})

test("only what is near a change is shown", () => {
  const before = Array.from({ length: 20 }, (_, place) => String(place))
  const after = before.map((line) => (line === "10" ? "ten" : line))
  const shown = hunks(diffLines(before, after)!)
  expect(shown[0]).toBeNull()
  expect(shown[shown.length - 1]).toBeNull()
  expect(shown.filter((line) => line !== null)).toHaveLength(8)
})
