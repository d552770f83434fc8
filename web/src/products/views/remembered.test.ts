import { expect, test } from "vitest"
import { keptText, layoutKey, layoutStep } from "./remembered"

test("an address without a layout gets the kept one, whatever is open on it", () => {
  expect(layoutStep({ peek: "r1" }, false, "?sort=-a")).toEqual({ restore: { sort: "-a", peek: "r1" } })
  expect(layoutStep({}, false, null)).toBeNull()
})

test("an address that came from elsewhere is looked at and not taken over", () => {
  expect(layoutStep({ sort: "b" }, false, "?sort=-a")).toBeNull()
  expect(layoutStep({ view: "7", sort: "b" }, true, "?sort=-a")).toBeNull()
  expect(layoutStep({ nw: "abc" }, false, "?sort=-a")).toBeNull() // as wandb clients print a view of theirs
})

test("what is changed by hand is kept, also back to the default", () => {
  expect(layoutStep({ sort: "b" }, true, "?sort=-a")).toEqual({ keep: "?sort=b" })
  expect(layoutStep({}, true, "?sort=-a")).toEqual({ keep: "" })
})

test("searches and open drawers are not kept", () => {
  expect(keptText({ find: "x", "c.q": "loss", step: "3", peek: "r1", "c.log": "y" })).toBe("?c.log=y")
})

test("names cannot reach into another project's layout", () => {
  expect(layoutKey("a", "b/c", "d")).not.toBe(layoutKey("a", "b", "c/d"))
})
