import { expect, test } from "vitest"
import type { JsonObject } from "@/api"
import { chartOf } from "./chart"

/** As `CustomChart(...)._to_model()` of wandb-workspaces 0.4.13 writes it. */
const config = (query: JsonObject): JsonObject => ({
  transform: { name: "tableWithLeafColNames" },
  userQuery: {
    queryFields: [
      {
        name: "runSets",
        args: [
          { name: "runSets", value: "the run sets" },
          { name: "limit", value: 500 },
        ],
        fields: [query, { name: "id", fields: [] }, { name: "name", fields: [] }],
      },
    ],
  },
  panelDefId: "wandb/scatter/v0",
  fieldSettings: { x: "height", y: "width", other: null },
  stringSettings: { title: "Sizes" },
})

test("a chart over a table that runs logged", () => {
  const query = { name: "summaryTable", args: [{ name: "tableKey", value: "sizes" }], fields: [] }
  expect(chartOf(config(query))).toEqual({
    key: "Sizes",
    preset: "wandb/scatter/v0",
    fields: { x: "height", y: "width" },
    strings: { title: "Sizes" },
    table: "sizes",
  })
})

test("rows of another kind are not a chart that can be drawn", () => {
  expect(chartOf(config({ name: "history", args: [{ name: "keys", value: ["loss"] }], fields: [] }))).toBeNull()
  expect(chartOf({})).toBeNull()
})
