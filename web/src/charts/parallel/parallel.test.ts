import { describe, expect, test } from "vitest"
import { buildAxis, placeOf, valueAt } from "./axes"
import { brushBetween, chosenLines, formatBrushes, holds, parseBrushes, spansOf, withBrush } from "./brush"
import { axisAt, dropIndex, frameOf, heightsOf, lineAt, moved, placeAt, yOf } from "./geometry"
import { batchesOf, nextShare } from "./painter"
import { rampColours, STEPS, stepOf } from "./ramp"

const number = (values: unknown[], log = false) =>
  buildAxis({ axisId: "config.lr", label: "lr", kind: "number", log, values })
const category = (values: unknown[], categories?: string[]) =>
  buildAxis({ axisId: "config.opt", label: "opt", kind: "category", log: false, values, categories })

describe("axes", () => {
  test("a place and its value are the same point, on both kinds of scale", () => {
    for (const axis of [number([1, 10, 1000]), number([1, 10, 1000], true)]) {
      for (const value of [1, 10, 1000]) expect(valueAt(axis, placeOf(axis, value))).toBeCloseTo(value, 9)
    }
  })

  test("equal ratios are equally far apart on a log axis", () => {
    const { places } = number([1e-4, 1e-3, 1e-2], true)
    expect(places[1] - places[0]).toBeCloseTo(places[2] - places[1], 12)
  })

  test("what an axis cannot show is counted, not placed", () => {
    const axis = number([1, null, Number.NaN, Number.POSITIVE_INFINITY, "NaN", 2])
    expect(axis.missing).toBe(4)
    expect([...axis.places].map(Number.isNaN)).toEqual([false, true, true, true, true, false])
    expect(number([1, 0, -1], true).missing).toBe(2)
  })

  test("one value alone stands inside of the axis, and ticks are within it", () => {
    const axis = number([3, 3])
    expect(axis.places[0]).toBeCloseTo(0.5)
    expect(axis.ticks.length).toBeGreaterThan(1)
    expect(axis.ticks.every(({ place }) => place >= 0 && place <= 1)).toBe(true)
  })

  test("known bounds hold the axis still while values come in", () => {
    const spec = { axisId: "x", label: "x", kind: "number", log: true, bounds: [1e-5, 0.1] } as const
    const [few, more] = [buildAxis({ ...spec, values: [0.01] }), buildAxis({ ...spec, values: [0.01, 0.05] })]
    expect([few.low, few.high]).toEqual([more.low, more.high])
    expect(buildAxis({ ...spec, bounds: [0, 1], values: [0.5, 1] }).low).toBeGreaterThan(0)
  })

  test("categories keep the given order, others follow by name", () => {
    const axis = category(["sgd", "zeta", "adam", true, null], ["sgd", "adam"])
    expect(axis.categories).toEqual(["sgd", "adam", "true", "zeta"])
    expect(axis.places[0]).toBe(0.125)
    expect(axis.missing).toBe(1)
  })
})

describe("brushes", () => {
  test("a drag over a log axis chooses the values in it", () => {
    const axis = number([1e-4, 1e-3, 1e-2, 1e-1], true)
    const brush = brushBetween(axis, 0.5, axis.places[1] - 0.01)
    expect([...chosenLines([axis], { "config.lr": brush! }, 4)]).toEqual([0, 1, 0, 0])
    expect([...chosenLines([axis], { "config.lr": brushBetween(axis, 0.2, 0.9)! }, 4)]).toEqual([0, 1, 1, 0])
  })

  test("a brush stands where it was dragged", () => {
    const axis = number([0, 100])
    const [[bottom, top]] = spansOf(axis, brushBetween(axis, 0.8, 0.3)!)
    expect(bottom).toBeCloseTo(0.3, 4)
    expect(top).toBeCloseTo(0.8, 4)
    expect(brushBetween(axis, 0.4, 0.4)).toBeNull()
  })

  test("a click on a category axis chooses the category there", () => {
    const axis = category(["a", "b", "c", "d"])
    expect(brushBetween(axis, 0.3, 0.3)).toEqual({ categories: ["b"] })
    expect(brushBetween(axis, 0.3, 0.6)).toEqual({ categories: ["b", "c"] })
    expect(spansOf(axis, { categories: ["a", "d"] })).toEqual([
      [0, 0.25],
      [0.75, 1],
    ])
  })

  test("several brushes choose what all of them hold", () => {
    const axes = [number([1, 2, 3, Number.NaN]), category(["x", "x", "y", "x"])]
    const brushes = { "config.lr": { low: 1.5, high: 9 }, "config.opt": { categories: ["x"] } }
    expect([...chosenLines(axes, brushes, 4)]).toEqual([0, 1, 0, 0])
    expect([...chosenLines(axes, withBrush(brushes, "config.lr", null), 4)]).toEqual([1, 1, 0, 1])
  })

  test("both ends belong to a brush", () => {
    expect(holds({ low: 1, high: 2 }, 1)).toBe(true)
    expect(holds({ low: 1, high: 2 }, 2)).toBe(true)
    expect(holds({ low: 1, high: 2 }, "1")).toBe(false)
  })

  test("the address says what was brushed, whatever the names hold", () => {
    const brushes = {
      "config.a~b:c%": { low: -1e-7, high: 2.5 },
      "config.opt": { categories: ["adam|w", "", "1..2", "~"] },
    }
    expect(parseBrushes(formatBrushes(brushes))).toEqual(brushes)
    expect(formatBrushes({ "config.opt": { categories: ["adam", "sgd"] } })).toBe("config.opt:adam|sgd")
    expect(formatBrushes({ "config.lr": { low: 0.001, high: 0.1 } })).toBe("config.lr:0.001..0.1")
  })

  test("what is no brush is left out", () => {
    expect(parseBrushes("config.lr:5..1~x~:1..2~config.y:..~config.z:%E0%A4%A~config.ok:1..1")).toEqual({
      "config.ok": { low: 1, high: 1 },
    })
    expect(parseBrushes(undefined)).toEqual({})
  })
})

describe("geometry", () => {
  const axes = [number([0, 10]), number([10, 0])]
  const frame = frameOf(axes, 500, 300)

  test("a point leads to the line under it, and only to chosen ones", () => {
    const ys = heightsOf(axes, frame)
    const at = { x: frame.xs[0] + 1, y: ys[0] }
    expect(lineAt(frame, ys, Uint8Array.of(1, 1), at, 6)).toBe(0)
    expect(lineAt(frame, ys, Uint8Array.of(0, 1), at, 6)).toBe(-1)
    expect(lineAt(frame, ys, Uint8Array.of(1, 1), { x: 499, y: ys[0] }, 6)).toBe(-1)
  })

  test("lines without a value run below the axes", () => {
    const torn = [number([0, 10]), number([Number.NaN, 1])]
    const place = frameOf(torn, 500, 300)
    expect(heightsOf(torn, place)[2]).toBe(place.missingY)
    expect(place.missingY).toBeGreaterThan(place.bottom)
  })

  test("a height and its place are the same point", () => {
    expect(placeAt(frame, yOf(frame, 0.3))).toBeCloseTo(0.3)
  })

  test("axes are found and moved", () => {
    expect(axisAt(frame, frame.xs[1] - 5, 10)).toBe(1)
    expect(axisAt(frame, 250, 10)).toBe(-1)
    expect(dropIndex(frame, 400)).toBe(1)
    expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"])
    expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"])
  })
})

describe("colours", () => {
  test("the best comes first, whichever way is good", () => {
    const steps = Int8Array.from([0, 1, Number.NaN], (place) => stepOf(place, true))
    expect([...steps]).toEqual([STEPS - 1, 0, -1])
    const batches = batchesOf(steps, Uint8Array.of(1, 1, 1), rampColours(false), "grey")
    expect(batches.map(({ lines }) => [...lines])).toEqual([[0], [1], [2]])
    expect(batches[2].colour).toBe("grey")
    expect(batchesOf(steps, Uint8Array.of(0, 0, 0), rampColours(true), "grey")).toEqual([])
  })

  test("slow frames get fewer lines, smooth ones more, within limits", () => {
    expect(nextShare(1000, 60)).toBeLessThan(1000)
    expect(nextShare(1000, 16)).toBeGreaterThan(1000)
    expect(nextShare(1000, 25)).toBe(1000)
    expect(nextShare(1, 500)).toBeGreaterThan(100)
    expect(nextShare(1e6, 1)).toBeLessThan(1e4)
  })

  test("every step can be told from the ground", () => {
    for (const [dark, ground] of [
      [false, "#ffffff"],
      [true, "#14181f"],
    ] as const) {
      for (const colour of rampColours(dark)) expect(contrast(colour, ground)).toBeGreaterThanOrEqual(3)
    }
  })
})

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

function luminance(colour: string): number {
  const parts = colour.startsWith("#")
    ? [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
    : (colour.match(/\d+/g) ?? []).map(Number)
  const [red, green, blue] = parts.map((part) => {
    const share = part / 255
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
