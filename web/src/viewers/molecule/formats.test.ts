import { expect, test } from "vitest"
import { moleculeFormat } from "./formats"

test("formats by the ending, in any case", () => {
  expect(moleculeFormat("media/molecule/a_0_ff.PDB")).toBe("pdb")
  expect(moleculeFormat("a.mmcif")).toBe("cif")
  expect(moleculeFormat("a.pts.sdf")).toBe("sdf")
})

test("what cannot be drawn has no format", () => {
  expect(moleculeFormat("a.mmtf")).toBeNull()
  expect(moleculeFormat("constructor")).toBeNull()
})
