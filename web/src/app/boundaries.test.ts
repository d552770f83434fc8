import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"

const SRC = join(import.meta.dirname, "..")

/** Which folders a folder may import from, besides itself and packages. */
const MAY_IMPORT: Record<string, string[]> = {
  lib: [],
  ui: ["lib"],
  api: ["lib"],
  charts: ["lib", "ui"],
  live: ["lib", "api"],
  viewers: ["lib", "ui", "api", "charts"],
  products: ["lib", "ui", "api", "live", "charts", "viewers"],
  app: ["lib", "ui", "api", "live", "charts", "viewers", "products"],
}

/** Products that show other products as parts of a page of theirs. Anything else is handed in by the app. */
const COMPOSES: Record<string, string[]> = {
  workspace: ["metrics", "runs-table", "home", "views", "media", "run-panels", "reports", "run"],
  run: ["media"],
  "run-panels": ["runs-table", "metrics", "media"],
  reports: ["metrics", "runs-table", "run-panels", "media", "workspace"],
  automations: ["runs-table"],
  sweeps: ["runs-table", "workspace", "run-panels"],
  traces: ["views"],
}

interface Import {
  file: string
  from: string
}

function listImports(): Import[] {
  const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file))
  return files.flatMap((file) => {
    const text = readFileSync(join(SRC, file), "utf8")
    return [...text.matchAll(/(?:from|import\()\s*"@\/([^"]+)"/g)].map((match) => ({ file, from: match[1] }))
  })
}

const folder = (path: string) => path.split("/")[0]
const product = (path: string) => path.split("/")[1]

test("folders import downwards only", () => {
  const wrong = listImports().filter(({ file, from }) => {
    const allowed = MAY_IMPORT[folder(file)]
    return allowed && folder(from) !== folder(file) && !allowed.includes(folder(from))
  })
  expect(wrong).toEqual([])
})

test("products do not import each other", () => {
  const wrong = listImports().filter(({ file, from }) => {
    if (folder(file) !== "products" || folder(from) !== "products" || product(file) === product(from)) return false
    return !COMPOSES[product(file)]?.includes(product(from))
  })
  expect(wrong).toEqual([])
})
