import { expect, test } from "vitest"
import type { ModelRow, Price, PriceList } from "@/api/prices"
import { changedSince, draftOf, linesOf, readDraft, versionsOf } from "./priceRows"

const price = (id: string, model: string, since: string, more: Partial<Price> = {}): Price => ({
  price_id: id,
  model,
  provider: "x",
  effective_at: `${since}T00:00:00Z`,
  created_at: `${since}T00:00:00Z`,
  created_by: "ann",
  removed_at: null,
  removed_by: null,
  input: 1,
  output: 2,
  cache_read: 1,
  cache_write: 1,
  ...more,
})
const listed = price("list-1/gpt", "gpt", "2020-01-01", { created_by: "" })
const all: PriceList = {
  prices: [price("1", "GPT", "2024-01-01"), price("2", "GPT", "2030-01-01")],
  removed: [price("3", "gpt", "2023-01-01", { removed_at: "2025-03-01T00:00:00Z", removed_by: "bob" })],
  job: null,
  list_version: "1",
  list_prices: [listed],
  sources: {},
}
const used = { model: "openai/gpt", requests: 3, price: listed } as ModelRow
const NOW = Date.parse("2026-01-01")

test("the price that holds is the latest that has begun", () => {
  expect(linesOf("own", [], all, NOW).map((line) => line.price?.price_id)).toEqual(["1"])
  expect(linesOf("own", [], all, 0).map((line) => line.price?.price_id)).toEqual(["2"])
  expect(linesOf("list", [used], all, NOW)).toEqual([{ model: "gpt", price: listed, used }])
  expect(linesOf("used", [used], all, NOW)).toEqual([{ model: "openai/gpt", price: listed, used }])
})

test("all versions of a model are there, by whatever name and removed ones among them", () => {
  const ids = versionsOf({ model: "openai/gpt", price: listed, used }, all).map((one) => one.price_id)
  expect(ids).toEqual(["2", "1", "3", "list-1/gpt"])
})

test("stored costs are behind when a price was added or removed since", () => {
  const job = (asked_at: string) => ({ ...all, job: { asked_at } as PriceList["job"] })
  expect(changedSince(all)).toBe(true)
  expect(changedSince(job("2031-01-01T00:00:00Z"))).toBe(false)
  expect(changedSince({ ...job("2025-02-01T00:00:00Z"), prices: [] })).toBe(true)
})

test("a form is read, or says what is wrong", () => {
  const draft = draftOf(listed)
  expect(readDraft(" gpt ", draft)).toEqual({ model: "gpt", input: 1, output: 2, cache_read: 1, cache_write: 1 })
  expect(readDraft("gpt", { ...draft, cacheRead: "", since: "2026-05-01" })).toMatchObject({
    cache_read: undefined,
    effective_at: "2026-05-01",
  })
  expect(readDraft("gpt", { ...draft, output: "-1" })).toContain("not below 0")
  expect(readDraft("gpt", { ...draft, output: "x" })).toContain("not below 0")
  expect(readDraft("gpt", draftOf(null))).toContain("need a price")
  expect(readDraft(" ", draft)).toBe("Which model?")
})
