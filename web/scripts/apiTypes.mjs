// TypeScript types of the native API's bodies: an OpenAPI document comes in, src/api/generated.ts goes out.
//
//     node scripts/apiTypes.mjs < openapi.json            writes the file
//     node scripts/apiTypes.mjs --check < openapi.json    fails when it is not what the document says
import { readFileSync, writeFileSync } from "node:fs"
import { compile } from "json-schema-to-typescript"

const TARGET = new URL("../src/api/generated.ts", import.meta.url)
const HEAD = `/** Made from the server's OpenAPI document by \`make api-types\`: change the server's models, not this file. */
import type { Json, JsonObject } from "./json"
`

/** A schema of OpenAPI 3.1 in the words of the older drafts that the compiler reads. */
function translated(schema) {
  if (Array.isArray(schema)) return schema.map(translated)
  if (schema === null || typeof schema !== "object") return schema
  if (Object.keys(schema).every((name) => name === "title" || name === "description"))
    return { ...schema, title: undefined, tsType: "Json" }
  const {
    title: _,
    default: _default,
    maxLength: _longest,
    maxItems: _most,
    minItems: _fewest,
    prefixItems,
    ...rest
  } = schema
  if (rest.$ref) return { $ref: rest.$ref.replace("#/components/schemas/", "#/definitions/") }
  if (rest.type === "object" && !rest.properties && rest.additionalProperties === true) return { tsType: "JsonObject" }
  if (rest.type === "object" && !rest.properties && !rest.additionalProperties) return { tsType: "JsonObject" }
  if (prefixItems) return { ...tuple(prefixItems) }
  const properties = rest.properties && mapValues(rest.properties, translated)
  const parts = Object.fromEntries(
    ["items", "anyOf", "oneOf", "allOf"].filter((name) => rest[name]).map((name) => [name, translated(rest[name])]),
  )
  const more = typeof rest.additionalProperties === "object" ? translated(rest.additionalProperties) : false
  return {
    ...rest,
    ...parts,
    ...(rest.type === "object" ? { additionalProperties: more } : {}),
    ...(properties ? { properties } : {}),
  }
}

const tuple = (items) => ({
  type: "array",
  items: items.map(translated),
  minItems: items.length,
  maxItems: items.length,
  additionalItems: false,
})

const mapValues = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]))

async function types(document) {
  const named = Object.entries(document.components.schemas)
    .filter(([name]) => !/^(HTTP)?ValidationError$/.test(name))
    .sort(([one], [other]) => (one < other ? -1 : 1))
  const definitions = Object.fromEntries(named.map(([name, schema]) => [name, { ...translated(schema), title: name }]))
  const text = await compile(
    { definitions, title: "NativeApi", type: "object", additionalProperties: false },
    "NativeApi",
    {
      additionalProperties: false,
      unreachableDefinitions: true,
      bannerComment: HEAD,
      declareExternallyReferenced: true,
      style: { printWidth: 120, semi: false },
    },
  )
  return text
    .replace(/\/\*\*\n \* This interface was referenced by[\s\S]*?\*\/\n/g, "")
    .replace(/ \*\n \* This interface was referenced by [^\n]*\n \* via the `definition` "[^"]*"\.\n/g, "")
    .replace(/export interface NativeApi \{\}\n/, "")
}

const found = await types(JSON.parse(readFileSync(0, "utf8")))
if (!process.argv.includes("--check")) writeFileSync(TARGET, found)
else if (found !== readFileSync(TARGET, "utf8")) {
  console.error("web/src/api/generated.ts is not what the server's OpenAPI document says: run `make api-types`")
  process.exit(1)
}
