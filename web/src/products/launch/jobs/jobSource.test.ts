import { describe, expect, it } from "vitest"
import { parseJob } from "./jobSource"

const number = { wb_type: "number" }
const dict = (type_map: object) => ({ wb_type: "typedDict", params: { type_map } })

describe("what a job runs", () => {
  it("is code, a commit or an image", () => {
    const entrypoint = ["python", "train.py"]
    const git = { git: { remote: "https://example.com/r.git", commit: "abc" }, entrypoint }
    expect(parseJob({ source_type: "repo", source: git, runtime: "3.11" }, null)).toEqual({
      kind: "git",
      facts: [
        { label: "Repository", value: "https://example.com/r.git" },
        { label: "Commit", value: "abc" },
        { label: "Entry point", value: "python train.py" },
        { label: "Python", value: "3.11" },
      ],
      inputs: [],
    })
    expect(parseJob({ source_type: "image", source: { image: "r/i:1" } }, null).facts).toEqual([
      { label: "Image", value: "r/i:1" },
    ])
    expect(parseJob({ source_type: "artifact", source: { entrypoint } }, null).kind).toBe("code")
    expect(parseJob({ source: "odd", source_type: 3 } as never, null)).toEqual({
      kind: "unknown",
      facts: [],
      inputs: [],
    })
  })

  it("has inputs with the types that were seen", () => {
    const layers = { wb_type: "list", params: { element_type: number } }
    const union = { wb_type: "union", params: { allowed_types: [number, { wb_type: "string" }] } }
    const input_types = dict({ lr: number, net: dict({ layers, seed: union }) })
    expect(parseJob({ input_types } as never, null).inputs.map(({ path, type }) => [path, type])).toEqual([
      ["lr", "number"],
      ["net.layers", "list of number"],
      ["net.seed", "number or string"],
    ])
  })

  it("has inputs as somebody declared them", () => {
    const lr = { type: "number", minimum: 0, maximum: 1, default: 0.1, description: "learning rate" }
    const schema = { properties: { lr, net: { properties: { act: { type: "string", enum: ["relu", "gelu"] } } } } }
    const metadata = { input_schemas: { "@wandb.config": schema, "run.yaml": { properties: { seed: {} } } } }
    expect(parseJob({ input_types: dict({ other: number }) } as never, metadata).inputs).toEqual([
      { path: "lr", type: "number", about: "learning rate · 0..1 · default 0.1" },
      { path: "net.act", type: "string", about: "one of relu, gelu" },
      { path: "run.yaml: seed", type: "any", about: "" },
    ])
  })
})
