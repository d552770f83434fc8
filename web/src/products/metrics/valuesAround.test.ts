import { expect, test } from "vitest"
import { valuesAround } from "./valuesAround"

test("other values of a step are listed with those of the same section first", () => {
  const values = { lr: 1, "val/loss": 2, "train/b": 3, "train/a": 4, "train/loss": 5 }
  expect(valuesAround(values, "train/loss").map(([name]) => name)).toEqual(["train/a", "train/b", "lr", "val/loss"])
})
