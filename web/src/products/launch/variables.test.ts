import { describe, expect, it } from "vitest"
import { draftsOf, typedValue, variablesOf } from "./variables"

const VARIABLES = {
  cpu: { schema: { type: "integer", minimum: 1, maximum: 8, default: 2 } },
  gpu: { schema: { type: "string", enum: ["a100", "h100"] } },
  spot: { schema: { type: "boolean", default: false } },
  who: { schema: { type: "string" } },
}

describe("template variables", () => {
  it("are typed as they are stored", () => {
    expect(variablesOf(draftsOf(VARIABLES))).toEqual(VARIABLES)
    expect(draftsOf(VARIABLES)[0]).toEqual({ name: "cpu", type: "integer", allowed: "1..8", default: "2" })
    expect(draftsOf(null)).toEqual([])
  })

  it("may have one end of a range, or a choice of numbers", () => {
    const draft = { name: " n ", type: "number" as const, default: "" }
    expect(variablesOf([{ ...draft, allowed: " 0.5.. " }])).toEqual({ n: { schema: { type: "number", minimum: 0.5 } } })
    expect(variablesOf([{ ...draft, allowed: "1, 2" }])).toEqual({ n: { schema: { type: "number", enum: [1, 2] } } })
    expect(variablesOf([{ ...draft, name: " ", allowed: "x" }])).toEqual({})
  })

  it("say which of them is wrong", () => {
    for (const allowed of ["a..b", "one"])
      expect(() => variablesOf([{ name: "n", type: "integer", allowed, default: "" }])).toThrow("see n")
    expect(() => typedValue("maybe", "boolean", "spot")).toThrow("spot is true or false")
    expect(typedValue("true", "boolean", "spot")).toBe(true)
    expect(typedValue("7", "string", "who")).toBe("7")
  })
})
