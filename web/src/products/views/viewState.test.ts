import { expect, test } from "vitest"
import { isChanged, openedView, searchOf } from "./viewState"

const view = { view_id: 7, url_search: "?sort=-a&c.x=time" }

test("a view opens as the address it was saved from", () => {
  expect(openedView(view)).toEqual({ sort: "-a", "c.x": "time", view: "7" })
  expect(openedView(null)).toEqual({})
})

test("only what lays the page out counts as a change, in whatever order it stands", () => {
  expect(isChanged({ view: "7", "c.x": "time", sort: "-a", peek: "r1" }, view)).toBe(false)
  expect(isChanged({ view: "7", sort: "-a" }, view)).toBe(true)
  expect(isChanged({ peek: "r1" }, null)).toBe(false)
  expect(isChanged({ group: "state" }, null)).toBe(true)
})

test("what is saved is readable and holds neither the view nor an open drawer", () => {
  expect(searchOf({ view: "7", peek: "r1", group: "config.opt" })).toBe("?group=config.opt")
})
