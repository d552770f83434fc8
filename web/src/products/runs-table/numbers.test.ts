import { expect, test } from "vitest"
import { columnFormat, signedDelta } from "./numbers"

const written = (values: number[]) => values.map(columnFormat(values))

test.each<[string, number[], string[]]>([
  ["values far apart need few digits", [0.5, 1.25, 3], ["0.50", "1.25", "3.00"]],
  ["values close together need more", [0.91234, 0.91301, 0.9119], ["0.91234", "0.91301", "0.91190"]],
  ["whole numbers have no point", [16, 512, 4096], ["16", "512", "4096"]],
  ["learning rates keep significant digits", [1e-5, 0.003, 0.1], ["1e\u22125", "0.003", "0.1"]],
  ["a single value shows three digits", [0.0123456], ["0.0123"]],
  ["large spreads need no fraction", [1234.5, 20.25], ["1235", "20"]],
  ["non-finite values do not disturb the others", [Number.NaN, 0.25, 0.5], ["NaN", "0.250", "0.500"]],
  ["negative values carry a true minus", [-1.5, 1.5], ["\u22121.50", "1.50"]],
  ["a zero among small values is a zero", [0, 0.25], ["0.000", "0.250"]],
  ["nothing is written as zero that is not", [0.00001, 0.9], ["1e\u22125", "0.9"]],
])("%s", (_name, values, expected) => expect(written(values)).toEqual(expected))

test("a difference carries its sign and never rounds to nothing", () => {
  const format = columnFormat([0.5, 1.5])
  expect(signedDelta(0.25, format)).toBe("▲ +0.25")
  expect(signedDelta(-1, format)).toBe("▼ \u22121.00")
  expect(signedDelta(0, format)).toBe("0")
  expect(signedDelta(0.0001, format)).toBe("▲ +0.0001")
})
