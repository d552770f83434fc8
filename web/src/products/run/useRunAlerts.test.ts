import { expect, test } from "vitest"
import type { RunAlert } from "@/api"
import { withAlert } from "./useRunAlerts"

test("an alert that comes twice is listed once, the newest first", () => {
  const alert = (alert_id: number) => ({ alert_id }) as RunAlert
  expect(withAlert([alert(1)], alert(2)).map(({ alert_id }) => alert_id)).toEqual([2, 1])
  expect(withAlert([alert(2), alert(1)], alert(2)).map(({ alert_id }) => alert_id)).toEqual([2, 1])
})
