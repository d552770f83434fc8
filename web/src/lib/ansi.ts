/** Terminal text → styled spans: SGR colours and weights; what else a terminal can do is left out. */

/** A palette index 0–15, or a CSS colour. */
export type AnsiColour = number | string

export interface AnsiStyle {
  colour?: AnsiColour
  background?: AnsiColour
  bold?: boolean
  dim?: boolean
  italic?: boolean
  underline?: boolean
  inverse?: boolean
}

export interface AnsiSpan extends AnsiStyle {
  text: string
}

const ESC = "\u001b"
/** CSI sequences, OSC strings (links, titles) up to BEL or ST, and two-character escapes. */
const ESCAPES = new RegExp(
  `${ESC}(?:\\[([0-9;:?]*)([@-~])|\\][^\\u0007${ESC}]*(?:\\u0007|${ESC}\\\\)?|[@-Z\\\\^_])`,
  "g",
)

/**
 * What a progress bar leaves on the screen: of the pieces between carriage returns, the last one that shows anything.
 * Styles set in earlier pieces are carried on.
 */
export function foldCarriageReturns(text: string): string {
  if (!text.includes("\r")) return text
  const pieces = text.split("\r")
  let last = pieces.length - 1
  while (last > 0 && stripAnsi(pieces[last]) === "") last--
  const styles =
    pieces
      .slice(0, last)
      .join("")
      .match(ESCAPES)
      ?.filter((code) => code.endsWith("m")) ?? []
  return styles.join("") + pieces[last]
}

export function stripAnsi(text: string): string {
  return text.includes(ESC) ? text.replace(ESCAPES, "") : text
}

export function parseAnsi(text: string): AnsiSpan[] {
  const folded = foldCarriageReturns(text)
  if (!folded.includes(ESC)) return folded ? [{ text: folded }] : []
  const spans: AnsiSpan[] = []
  let style: AnsiStyle = {}
  let from = 0
  for (const match of folded.matchAll(ESCAPES)) {
    if (match.index > from) spans.push({ text: folded.slice(from, match.index), ...style })
    if (match[2] === "m") style = applySgr(style, match[1] ?? "")
    from = match.index + match[0].length
  }
  if (from < folded.length) spans.push({ text: folded.slice(from), ...style })
  return spans
}

function applySgr(before: AnsiStyle, parameters: string): AnsiStyle {
  const codes = parameters.split(/[;:]/).map((code) => Number(code || 0))
  let style = before
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at]
    if (code === 38 || code === 48) {
      const [colour, used] = extendedColour(codes, at + 1)
      if (colour !== undefined) style = { ...style, [code === 38 ? "colour" : "background"]: colour }
      at += used
    } else style = applyCode(style, code)
  }
  return style
}

const WEIGHTS: Record<number, AnsiStyle> = {
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  22: { bold: undefined, dim: undefined },
  23: { italic: undefined },
  24: { underline: undefined },
  27: { inverse: undefined },
  39: { colour: undefined },
  49: { background: undefined },
}

function applyCode(style: AnsiStyle, code: number): AnsiStyle {
  if (code === 0) return {}
  if (code in WEIGHTS) return { ...style, ...WEIGHTS[code] }
  if (code >= 30 && code <= 37) return { ...style, colour: code - 30 }
  if (code >= 40 && code <= 47) return { ...style, background: code - 40 }
  if (code >= 90 && code <= 97) return { ...style, colour: code - 90 + 8 }
  if (code >= 100 && code <= 107) return { ...style, background: code - 100 + 8 }
  return style
}

/** `5;n` of the 256 colours or `2;r;g;b`; the second value is how many codes were read. */
function extendedColour(codes: number[], at: number): [AnsiColour | undefined, number] {
  if (codes[at] === 5) return [colour256(codes[at + 1] ?? 0), 2]
  if (codes[at] === 2) return [`rgb(${byte(codes[at + 1])} ${byte(codes[at + 2])} ${byte(codes[at + 3])})`, 4]
  return [undefined, 1]
}

const byte = (value: number | undefined) => Math.min(255, Math.max(0, value ?? 0))

function colour256(index: number): AnsiColour {
  if (index < 16) return index
  if (index >= 232) {
    const grey = 8 + (Math.min(index, 255) - 232) * 10
    return `rgb(${grey} ${grey} ${grey})`
  }
  const cube = index - 16
  const level = (value: number) => (value === 0 ? 0 : 55 + value * 40)
  return `rgb(${level(Math.floor(cube / 36))} ${level(Math.floor(cube / 6) % 6)} ${level(cube % 6)})`
}
