import { expect, test } from "vitest"
import { commandSnippet, useSnippet } from "./snippets"

const at = { entity: "ada", project: "pets", collection: 'it\'s "odd"', version: "v3", type: "model" }

test("names are quoted as Python and the shell want them", () => {
  expect(useSnippet(at)).toContain('run.use_artifact("ada/pets/it\'s \\"odd\\":v3", type="model")')
  expect(commandSnippet(at)).toBe(`wandb artifact get 'ada/pets/it'\\''s "odd":v3'`)
  expect(commandSnippet({ ...at, collection: "plain" })).toBe("wandb artifact get ada/pets/plain:v3")
})
