import { expect, test } from "vitest"
import type { Filter } from "@/api"
import { parseFilterText } from "./filterText"
import { describe as inWords, mapFields, partsOf, shortNames, withJoin, withoutPart, withPart } from "./filterTree"

const parse = (text: string) => parseFilterText(text) as Filter

test.each([
  ["config.lr > 0.1", "lr > 0.1"],
  ["state = finished", "state is finished"],
  ["summary.val/loss is missing", "val/loss is missing"],
  ["config.opt in (adam, sgd)", "opt is one of adam, sgd"],
  ["not config.lr > 0.1", "not: lr > 0.1"],
  ["a = 1 and (b = 2 or c = 3)", "a is 1 and (b is 2 or c is 3)"],
])("%s reads “%s”", (text, words) => expect(inWords(parse(text))).toBe(words))

test("parts are added, changed, removed and joined", () => {
  const [one, two, three] = ["a = 1", "b = 2", "c = 3"].map(parse)
  expect(withPart(null, 0, one)).toEqual(one)
  const both = withPart(one, 1, two)
  expect(both).toEqual({ and: [one, two] })
  expect(withJoin(both, "or")).toEqual({ or: [one, two] })
  expect(withPart(withJoin(both, "or"), 2, three)).toEqual({ or: [one, two, three] })
  expect(withPart(both, 0, three)).toEqual({ and: [three, two] })
  expect(withoutPart(both, 0)).toEqual(two)
  expect(withoutPart(one, 0)).toBeNull()
  expect(partsOf(parse("not a = 1")).parts).toHaveLength(1)
})

test("short names are found and replaced", () => {
  const filter = parse("lr > 1 and (state = running or not config.x = 1) and tag:a exists")
  expect(shortNames(filter, new Set(["state"]))).toEqual(["lr"])
  expect(mapFields(parse("lr > 1"), (name) => `config.${name}`)).toEqual(parse("config.lr > 1"))
})
