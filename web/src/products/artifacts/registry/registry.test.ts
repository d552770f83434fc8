import { expect, test } from "vitest"
import { collectionIn } from "./address"
import { describePromotion } from "./history"
import { linkSnippet, registeredSnippet } from "./snippets"

const shelf = { organization: "works", project: "wandb-registry-models" }

test("snippets name the collection by its organization, in Python's quotes", () => {
  expect(linkSnippet(shelf)).toContain('target = "works/wandb-registry-models/my-model"')
  expect(registeredSnippet(shelf, 'it"s', "production")).toContain(
    'run.use_artifact("works/wandb-registry-models/it\\"s:production")',
  )
})

test("the address that clients print names the collection behind entity and project", () => {
  expect(collectionIn("works-org/wandb-registry-models/boat")).toBe("boat")
  expect(collectionIn("works-org/wandb-registry-models")).toBeNull()
  expect(collectionIn(undefined)).toBeNull()
})

test("a line of the history says what happened in words", () => {
  const line = { promotion_id: 1, version: "v3", user: "ada", promoted_at: "2030-01-01T00:00:00Z" }
  const moved = { ...line, kind: "alias_given" as const, alias: "production", from_version: "v2" }
  expect(describePromotion(moved)).toBe("moved production from v2 to v3")
  expect(describePromotion({ ...moved, from_version: null })).toBe("gave production to v3")
  expect(describePromotion({ ...moved, kind: "alias_taken", from_version: null })).toBe("took production from v3")
  expect(describePromotion({ ...moved, kind: "linked", alias: null })).toBe("linked v3")
  expect(describePromotion({ ...moved, kind: "unlinked", alias: null })).toBe("took v3 out")
})
