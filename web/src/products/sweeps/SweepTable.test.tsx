import { cleanup, render, screen } from "@testing-library/react"
import { afterEach, expect, test, vi } from "vitest"
import { sweepRow } from "./fixture"
import { SweepTable } from "./SweepTable"

vi.mock("@tanstack/react-router", () => ({
  Link: ({ children, params }: { children: React.ReactNode; params: { sweep: string } }) => (
    <a href={`/${params.sweep}`}>{children}</a>
  ),
}))
afterEach(cleanup)

test("a row says how the sweep is going", () => {
  const best_run = { run_id: "r1", display_name: "calm-river-1", value: 0.125 }
  render(<SweepTable entity="e" project="p" search="" sweeps={[sweepRow({ best_run })]} />)
  const row = screen.getByRole("link")
  expect(row.getAttribute("href")).toBe("/s1")
  for (const text of ["First", "Running", "bayes", "0.125", "calm-river-1"]) expect(row.textContent).toContain(text)
  const bar = screen.getByRole("progressbar")
  expect([bar.getAttribute("aria-valuenow"), bar.getAttribute("aria-valuemax")]).toEqual(["2", "10"])
})

test("a search without an end has a count and no bar", () => {
  render(<SweepTable entity="e" project="p" search="" sweeps={[sweepRow({ expected_runs: null })]} />)
  expect(screen.getByRole("progressbar", { hidden: true }).className).toContain("invisible")
  expect(screen.getByRole("link").textContent).toContain("3 runs")
})
