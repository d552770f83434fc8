import { expect, test } from "vitest"
import { nameProblem } from "./names"

test("names are those that clients can ask for", () => {
  for (const good of ["", "golden-answers", "v1.2_x"]) expect(nameProblem(good)).toBeNull()
  for (const bad of ["two words", "a/b", "a:b", "x".repeat(129)]) expect(nameProblem(bad)).not.toBeNull()
})
