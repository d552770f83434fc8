import { describe, expect, it } from "vitest"
import type { SpanRow } from "@/api/traces"
import { runOf, versionOf } from "./links"

const at = { entity: "lab", project: "demo", trace: "t" }
const span = (run: string, run_project = "") => ({ run, run_project }) as SpanRow

describe("runOf", () => {
  it("is of the span's own project unless it says another", () => {
    expect(runOf(span("r1"), at)).toEqual({ entity: "lab", project: "demo", run: "r1" })
    expect(runOf(span("r1", "other"), at)).toEqual({ entity: "lab", project: "other", run: "r1" })
    expect(runOf(span("r1", "team/other"), at)).toEqual({ entity: "team", project: "other", run: "r1" })
    expect(runOf(span(""), at)).toBeNull()
  })
})

describe("versionOf", () => {
  it("reads refs of artifacts", () => {
    const version = { entity: "lab", project: "demo", type: "any", collection: "set", version: "v1" }
    expect(versionOf("runlake:///lab/demo/artifact/set:v1")).toEqual(version)
    expect(versionOf("wandb-artifact:///lab/demo/set:v1")).toEqual(version)
    expect(versionOf("weave:///lab/demo/object/model:abc")).toBeNull()
  })
})
