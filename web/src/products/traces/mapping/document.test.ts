import { describe, expect, it } from "vitest"
import { lineOf, withKey } from "./document"

describe("withKey", () => {
  it("begins a document", () => {
    expect(withKey("", "model", "acme.model")).toBe('[fields]\nmodel = ["acme.model"]\n')
  })

  it("keeps what is there before a section of its own", () => {
    const kinds = '[[kind]]\nattribute = "a"\nllm = ["x"]'
    expect(withKey(kinds, "model", "m")).toBe(`[fields]\nmodel = ["m"]\n\n${kinds}`)
  })

  it("adds a field to the section", () => {
    expect(withKey('[fields]\ncost = ["c"]', "model", "m")).toBe('[fields]\nmodel = ["m"]\ncost = ["c"]')
  })

  it("puts the key before the others of its field", () => {
    expect(withKey('[fields]\nmodel = ["a"]', "model", 'm"')).toBe('[fields]\nmodel = ["m\\"", "a"]')
    expect(withKey("[fields]\nmodel = []", "model", "m")).toBe('[fields]\nmodel = ["m"]')
    expect(withKey('[fields]\nmodel = [\n  "a",\n]', "model", "m")).toBe('[fields]\nmodel = ["m", \n  "a",\n]')
  })

  it("does not take a list of another section for the field", () => {
    const two = '[fields]\ncost = ["c"]\n[providers]\nmodel = ["a"]'
    expect(withKey(two, "model", "m")).toBe('[fields]\nmodel = ["m"]\ncost = ["c"]\n[providers]\nmodel = ["a"]')
  })
})

describe("lineOf", () => {
  it("reads the line that an error names", () => {
    expect(lineOf("line 12: there is no field")).toBe(12)
    expect(lineOf("something else")).toBeNull()
    expect(lineOf(undefined)).toBeNull()
  })
})
