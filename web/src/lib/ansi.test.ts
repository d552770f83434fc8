import { expect, test } from "vitest"
import { foldCarriageReturns, parseAnsi, stripAnsi } from "./ansi"

const ESC = "\u001b"

test("plain text is one span", () => {
  expect(parseAnsi("step 1 loss 0.5")).toEqual([{ text: "step 1 loss 0.5" }])
  expect(parseAnsi("")).toEqual([])
})

test("colours, bold and reset", () => {
  expect(parseAnsi(`${ESC}[1;31mERROR${ESC}[0m: ${ESC}[92mfine${ESC}[39m.`)).toEqual([
    { text: "ERROR", bold: true, colour: 1 },
    { text: ": " },
    { text: "fine", colour: 10 },
    { text: ".", colour: undefined },
  ])
})

test("an empty SGR is a reset", () => {
  expect(parseAnsi(`${ESC}[4mx${ESC}[my`)).toEqual([{ text: "x", underline: true }, { text: "y" }])
})

test("256 and true colours, with semicolons and colons", () => {
  const [cube, grey, low] = parseAnsi(`${ESC}[38;5;196ma${ESC}[48;5;240mb${ESC}[0;38:5:3mc`)
  expect(cube.colour).toBe("rgb(255 0 0)")
  expect(grey.background).toBe("rgb(88 88 88)")
  expect(low.colour).toBe(3)
  expect(parseAnsi(`${ESC}[38;2;1;2;300mx`)[0].colour).toBe("rgb(1 2 255)")
})

test("codes after an extended colour still count", () => {
  expect(parseAnsi(`${ESC}[38;5;1;1mx`)[0]).toEqual({ text: "x", colour: 1, bold: true })
})

test("links, titles and cursor moves vanish", () => {
  expect(stripAnsi(`${ESC}]8;;http://x\u0007link${ESC}]8;;\u0007${ESC}[2K${ESC}[1A!`)).toBe("link!")
})

test("a progress bar shows its last state", () => {
  expect(foldCarriageReturns(" 10%\r 50%\r100%")).toBe("100%")
  expect(foldCarriageReturns("done\r")).toBe("done")
  expect(foldCarriageReturns(`50%\r${ESC}[K`)).toBe("50%")
  expect(parseAnsi(`${ESC}[32m 10%\r100%`)).toEqual([{ text: "100%", colour: 2 }])
})

test("a cut escape at the end does no harm", () => {
  expect(stripAnsi(`abc${ESC}[3`)).toContain("abc")
})
