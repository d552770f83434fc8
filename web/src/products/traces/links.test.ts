import { describe, expect, it, test } from "vitest"
import type { SpanRow } from "@/api/traces"
import { refsOf, runOf, versionOf } from "./links"

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

test("a version is looked for by every name that spans may have for it", () => {
  const ours = "runlake:///team/vision/artifact/model:v3"
  expect(refsOf([ours, ours])).toEqual([ours, "wandb-artifact:///team/vision/model:v3"])
})
