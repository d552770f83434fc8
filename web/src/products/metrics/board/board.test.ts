import { expect, test } from "vitest"
import { arranged, nextPlace } from "./arrange"
import { EMPTY_BOARD, formatBoard, parseBoard } from "./board"
import { duplicated, moved, shownAgain, sized, withNewSection, without, withPanel, withSectionMoved } from "./edit"

const automatic = [
  { name: "Charts", panels: ["lr"] },
  { name: "train", panels: ["train/a", "train/b", "train/c"] },
]
const NO_METRICS: ReadonlySet<string> = new Set()
const bar = { kind: "bar" as const, fields: ["train/a"] }

test("nothing changed is nothing in the address, and everything goes through it", () => {
  expect(formatBoard(EMPTY_BOARD)).toBeNull()
  expect(parseBoard(undefined)).toEqual(EMPTY_BOARD)
  const board = sized(withPanel(EMPTY_BOARD, bar, { section: "train", before: "train/b" }, NO_METRICS), "+1", [2, 1])
  expect(parseBoard(formatBoard(board) ?? "")).toEqual(board)
})

test("what is no board, or no panel of one, is left out", () => {
  expect(parseBoard("!!")).toEqual(EMPTY_BOARD)
  const text = formatBoard({ ...EMPTY_BOARD, panels: [{ id: "+1", kind: "pie" as never, fields: [] }], order: ["a"] })
  expect(parseBoard(text ?? "")).toEqual({ ...EMPTY_BOARD, order: ["a"] })
  expect(parseBoard(formatBoard({ ...EMPTY_BOARD, sizes: { lr: [0, 99] } }) ?? "")).toEqual(EMPTY_BOARD)
})

test("added panels stand first, moved ones where they were put, hidden ones nowhere", () => {
  let board = withPanel(EMPTY_BOARD, bar, null, NO_METRICS)
  expect(arranged(automatic, board)[0]).toEqual({ name: "Panels", panels: ["+1"] })
  board = moved(board, { id: "+1", section: "train", before: "train/b" })
  board = without(board, "train/c")
  expect(arranged(automatic, board)).toEqual([
    { name: "Charts", panels: ["lr"] },
    { name: "train", panels: ["train/a", "+1", "train/b"] },
  ])
  expect(arranged(automatic, shownAgain(board, ["train/c"]))[1].panels).toContain("train/c")
  expect(arranged(automatic, without(board, "+1"))[1].panels).toEqual(["train/a", "train/b"])
})

test("a metric that is logged later finds its place among moved ones", () => {
  const board = moved(EMPTY_BOARD, { id: "train/a", section: "train", before: null })
  const more = [automatic[0], { name: "train", panels: ["train/a", "train/aa", "train/b", "train/c"] }]
  expect(arranged(more, board)[1].panels).toEqual(["train/aa", "train/b", "train/c", "train/a"])
})

test("a panel that another stands beside may move on, and the other stays", () => {
  let board = moved(EMPTY_BOARD, { id: "train/c", section: "train", before: "train/a" })
  board = moved(board, { id: "lr", section: "train", before: "train/c" })
  board = moved(board, { id: "train/c", section: "train", before: null })
  expect(arranged(automatic, board)).toEqual([{ name: "train", panels: ["lr", "train/a", "train/b", "train/c"] }])
})

test("moves of metrics that are not here do nothing", () => {
  const board = moved(EMPTY_BOARD, { id: "gone", section: "train", before: "train/a" })
  expect(arranged(automatic, board)).toEqual(automatic)
})

test("one place on is the next panel, then the next section, then nothing", () => {
  expect(nextPlace(automatic, "train/a", 1)).toEqual({ id: "train/a", section: "train", before: "train/c" })
  expect(nextPlace(automatic, "train/b", 1)).toEqual({ id: "train/b", section: "train", before: null })
  expect(nextPlace(automatic, "train/a", -1)).toEqual({ id: "train/a", section: "Charts", before: null })
  expect(nextPlace(automatic, "lr", 1)).toEqual({ id: "lr", section: "train", before: "train/a" })
  expect(nextPlace(automatic, "train/c", 1)).toBeNull()
})

test("a copy of a metric's panel is a panel of its own, with its size, and takes no metric's name", () => {
  const board = sized(EMPTY_BOARD, "lr", [2, 2])
  const copied = duplicated(board, "lr", { section: "Charts", before: null }, new Set(["+1"]))
  expect(copied.panels).toEqual([{ id: "+2", kind: "line", fields: ["lr"] }])
  expect(copied.sizes).toEqual({ lr: [2, 2], "+2": [2, 2] })
  expect(arranged(automatic, copied)[0]).toEqual({ name: "Charts", panels: ["lr", "+2"] })
})

test("sections are made, and change places", () => {
  const board = withNewSection(EMPTY_BOARD, "Mine")
  expect(arranged(automatic, board).map(({ name }) => name)).toEqual(["Mine", "Charts", "train"])
  const lower = withSectionMoved(board, ["Mine", "Charts", "train"], "train", -1)
  expect(arranged(automatic, lower).map(({ name }) => name)).toEqual(["Mine", "train", "Charts"])
  expect(withSectionMoved(board, ["Mine", "Charts", "train"], "Mine", -1)).toBe(board)
})
