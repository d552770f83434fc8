import { parse, View } from "vega"
import { expressionInterpreter } from "vega-interpreter"
import { compile } from "vega-lite"
import { expect, test } from "vitest"
import type { Json } from "@/api"
import { type ChartTable, chartRows, columnKind, MOST_ROWS } from "./chartData"
import { presetSpec } from "./presets"
import { escapePath, substitute } from "./substitute"

const tableOf = (columns: string[], rows: Json[][]): ChartTable => ({
  runId: "r1",
  label: "one",
  colour: "#0069ff",
  table: { columns, types: columns.map(() => ""), rows },
})

test("places are filled, and names are no paths where they name a field", () => {
  const spec = { encoding: { x: { field: "${field:x}", title: "${field:x}" } }, title: "${string:title}, ${string:no}" }
  expect(substitute(spec, { fields: { x: "a.b[0]" }, strings: { title: "T" } })).toEqual({
    encoding: { x: { field: "a\\.b\\[0\\]", title: "a.b[0]" } },
    title: "T, ",
  })
  expect(substitute("${field:y}", { fields: {}, strings: {} })).toBe("y")
  expect(escapePath("plain name")).toBe("plain name")
})

test("rows of all runs, and not more than can be drawn", () => {
  const small = chartRows([
    tableOf(
      ["x", "name"],
      [
        [1, "mine"],
        ["NaN", "b"],
      ],
    ),
  ])
  expect(small.rows[0]).toMatchObject({ x: 1, name: "mine", id: "r1", __run: "one", __row: 0 })
  expect(small.rows[1].x).toBeNull()
  const many = tableOf(
    ["x"],
    Array.from({ length: MOST_ROWS }, (_, x) => [x]),
  )
  const cut = chartRows([many, { ...many, runId: "r2", label: "two" }])
  expect([cut.rows.length, cut.total]).toEqual([MOST_ROWS, 2 * MOST_ROWS])
  expect(new Set(cut.rows.map((row) => row.__run))).toEqual(new Set(["one", "two"]))
})

test("the kind of a column", () => {
  const { rows } = chartRows([
    tableOf(
      ["n", "t", "s"],
      [
        [1, "2026-01-02", "a"],
        [null, "2026-01-02T03:04:05", 2],
      ],
    ),
  ])
  expect(["n", "t", "s", "none"].map((column) => columnKind(rows, column))).toEqual([
    "quantitative",
    "temporal",
    "nominal",
    "nominal",
  ])
})

const CHARTS: [string, Record<string, string>, string[], Json[][]][] = [
  [
    "wandb/line/v0",
    { x: "x", y: "y", stroke: "s" },
    ["x", "y", "s"],
    [
      [0, 1, "a"],
      [1, 2, "a"],
      [0, 2, "b"],
    ],
  ],
  [
    "wandb/line/v0",
    { x: "x", y: "y" },
    ["x", "y"],
    [
      [0, 1],
      [1, 2],
    ],
  ],
  [
    "wandb/scatter/v0",
    { x: "x.a", y: "y" },
    ["x.a", "y"],
    [
      [0, 1],
      [1, 2],
    ],
  ],
  [
    "wandb/bar/v0",
    { label: "l", value: "v" },
    ["l", "v"],
    [
      ["a", 1],
      ["b", 2],
    ],
  ],
  ["wandb/histogram/v0", { value: "v" }, ["v"], [[1], [2], [2]]],
  [
    "wandb/lineseries/v0",
    {},
    ["step", "lineKey", "lineVal"],
    [
      [0, "a", 1],
      [1, "a", 2],
    ],
  ],
  [
    "wandb/area-under-curve/v0",
    { x: "fpr", y: "tpr", class: "class" },
    ["class", "fpr", "tpr"],
    [
      ["a", 0, 0],
      ["a", 1, 1],
    ],
  ],
  [
    "wandb/confusion_matrix/v1",
    {},
    ["Actual", "Predicted", "nPredictions"],
    [
      ["a", "a", 3],
      ["a", "b", 0],
    ],
  ],
]

/** The marks that a preset draws from rows, without a browser. */
async function marksOf(id: string, fields: Record<string, string>, tables: ChartTable[]): Promise<number> {
  const { rows } = chartRows(tables)
  const preset = presetSpec(id, {
    runs: tables,
    typeOf: (field) => columnKind(rows, fields[field] ?? field),
    isSet: (field) => field in fields,
  })
  const filled = substitute(preset, { fields, strings: { title: "t" } }) as Record<string, unknown>
  const { spec } = compile({ ...filled, data: { name: "wandb" }, datasets: { wandb: rows } } as never)
  const view = new View(parse(spec, undefined, { ast: true }), { expr: expressionInterpreter as never })
  await view.runAsync()
  const svg = await view.toSVG()
  view.finalize()
  return [...svg.matchAll(/aria-roledescription="([^"]*mark[^"]*|bar|point)"|class="mark-/g)].length
}

test.each(CHARTS)("%s draws marks without eval, for one run and for two", async (id, fields, columns, rows) => {
  const one = tableOf(columns, rows)
  expect(await marksOf(id, fields, [one])).toBeGreaterThan(3)
  expect(await marksOf(id, fields, [one, { ...one, runId: "r2", label: "two", colour: "#e1691e" }])).toBeGreaterThan(3)
})

test("a preset that nobody knows is none", () => {
  expect(presetSpec("nobody/nothing", { runs: [], typeOf: () => "nominal", isSet: () => false })).toBeNull()
  expect(presetSpec("constructor", { runs: [], typeOf: () => "nominal", isSet: () => false })).toBeNull()
})
