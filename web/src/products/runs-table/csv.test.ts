import { expect, test } from "vitest"
import type { RunRow } from "@/api"
import { runsCsv } from "./csv"

const run = {
  run_id: "r1",
  display_name: 'a "b", c',
  tags: ["x", "y"],
  created_at: "2026-01-02T03:04:05.000Z",
  fields: { "config.lr": 0.1 + 0.2, "config.text": "=1+1", "config.list": [1, 2], updated_at: 1_767_323_045_000_000 },
} as unknown as RunRow

test("rows keep full precision and are quoted where needed", () => {
  const columns = ["tags", "config.lr", "config.text", "config.list", "config.none", "created_at", "updated_at"]
  expect(runsCsv([run], columns).split("\r\n")).toEqual([
    "run_id,display_name,tags,config.lr,config.text,config.list,config.none,created_at,updated_at",
    `r1,"a ""b"", c",x y,0.30000000000000004,'=1+1,"[1,2]",,2026-01-02T03:04:05.000Z,2026-01-02T03:04:05.000Z`,
    "",
  ])
})
