import { expect, test } from "vitest"
import { DARK_COLOURS, LIGHT_COLOURS, lineStyles, runColour, runStyles } from "./colours"

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

type Triple = [number, number, number]

/** Source: Machado, Oliveira, Fernandes 2009, "A Physiologically-based Model for Simulation of Color Vision Deficiency", severity 1. */
const EYES: Record<string, Triple[]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  deuteranope: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  protanope: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
}

const linear = (hex: string): Triple =>
  [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }) as Triple

const dot = (one: Triple, other: Triple) => one[0] * other[0] + one[1] * other[1] + one[2] * other[2]
const luminance = (rgb: Triple) => dot([0.2126, 0.7152, 0.0722], rgb)

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(linear(one)), luminance(linear(other))].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

function lab(hex: string, eye: Triple[]): Triple {
  const rgb = eye.map((row) => Math.min(1, Math.max(0, dot(row, linear(hex))))) as Triple
  const curve = (value: number) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116)
  const x = curve(dot([0.4124, 0.3576, 0.1805], rgb) / 0.9505)
  const y = curve(luminance(rgb))
  const z = curve(dot([0.0193, 0.1192, 0.9505], rgb) / 1.089)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

const palettes = [
  { theme: "light", colours: LIGHT_COLOURS, ground: "#ffffff" },
  { theme: "dark", colours: DARK_COLOURS, ground: "#14181f" },
]

test.each(palettes)("$theme colours stand out from the ground", ({ colours, ground }) => {
  for (const colour of colours) expect(contrast(colour, ground)).toBeGreaterThanOrEqual(3)
})

test.each(palettes)("$theme colours stay apart for every eye", ({ colours }) => {
  for (const eye of Object.values(EYES)) {
    const labs = colours.map((colour) => lab(colour, eye))
    labs.forEach((one, place) => {
      for (const other of labs.slice(place + 1))
        expect(Math.hypot(...one.map((v, i) => v - other[i]))).toBeGreaterThan(15)
    })
  }
})

test("lines that are no runs are told apart by their order", () => {
  const styles = lineStyles(48, false)
  expect(new Set(styles.map(({ colour, dash }) => `${colour} ${dash}`)).size).toBe(48)
  expect(new Set(styles.slice(0, 12).map(({ colour }) => colour)).size).toBe(12)
})
