import { render, screen } from "@testing-library/react"
import { expect, test } from "vitest"
import { Markdown } from "./Markdown"

test("text of others cannot act", () => {
  const { container } = render(
    <Markdown
      text={
        '**bold** <script>alert(1)</script> [x](javascript:alert(1)) ![pixel](https://example.org/p.png) <img src=x onerror="alert(1)">'
      }
    />,
  )
  expect(container.querySelector("script, img, iframe")).toBeNull()
  expect(container.querySelector("[onerror]")).toBeNull()
  expect(screen.getByText("x").getAttribute("href") ?? "").not.toContain("javascript")
  expect(screen.getByText("bold").tagName).toBe("STRONG")
})
