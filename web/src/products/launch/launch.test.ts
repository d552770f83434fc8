import { describe, expect, it } from "vitest"
import { parseSettings } from "./settings"
import { firstLaunch, launchCommand } from "./snippets"

describe("settings of a resource", () => {
  it("are an object, or nothing", () => {
    expect(parseSettings(" ")).toEqual({})
    expect(parseSettings('{"cpu": "{{cpu}}"}')).toEqual({ cpu: "{{cpu}}" })
    for (const wrong of ["[1]", "null", "3"]) expect(() => parseSettings(wrong)).toThrow("JSON object")
    expect(() => parseSettings("{")).toThrow()
  })
})

describe("commands", () => {
  it("name the project of a queue where wandb would not look by itself", () => {
    expect(launchCommand("ann", "model-registry", "q")).not.toContain("--project-queue")
    expect(launchCommand("ann", "mine", "q")).toContain("--project-queue mine")
    expect(firstLaunch("http://localhost:1", "ann", "mine")).toContain("WANDB_BASE_URL=http://localhost:1")
  })
})
