import { expect, test } from "vitest"
import { runOf } from "./runOf"

test("a span names its run and the step", () => {
  const attributes = { "wandb.wb_run_id": "ann/cats/r1", "wandb.wb_run_step": 7 }
  expect(runOf({ attributes })).toEqual({ entity: "ann", project: "cats", run: "r1", step: 7 })
  expect(runOf({ attributes: { "wandb.wb_run_id": "ann/cats/r1" } })?.step).toBeNull()
})

test("what is no path of a run is no link", () => {
  for (const path of [undefined, 5, "", "r1", "ann/cats", "ann/cats/r1/more", "//r1"]) {
    expect(runOf({ attributes: { "wandb.wb_run_id": path } as never })).toBeNull()
  }
  expect(runOf(undefined)).toBeNull()
})
