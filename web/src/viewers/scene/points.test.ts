import { expect, test } from "vitest"
import { edgesOf } from "./points"

const lengths = (lines: number[]) => {
  const found: number[] = []
  for (let at = 0; at < lines.length; at += 6)
    found.push(Math.hypot(lines[at] - lines[at + 3], lines[at + 1] - lines[at + 4], lines[at + 2] - lines[at + 5]))
  return found.sort()
}

test("a box has twelve edges, whatever the order of its corners", () => {
  const corner = (index: number) => [index & 1 ? 4 : 0, index & 2 ? 2 : 0, index & 4 ? 1 : 0]
  for (const order of [
    [0, 1, 2, 3, 4, 5, 6, 7],
    [0, 1, 3, 2, 4, 5, 7, 6],
    [7, 2, 5, 0, 6, 1, 3, 4],
  ]) {
    expect(lengths(edgesOf(order.flatMap(corner)))).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4])
  }
})
