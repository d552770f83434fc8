"""What the tests need to know of the workspace page, in one place: where a panel is and what it shows."""

import json
import math
import re

import httpx
from playwright.sync_api import Locator, Page, expect

from tests.server.requests import history_post, stream_path

# Counts the pixels of a chart that have a colour: neither background, axis nor text.
_COLOURED = """element => {
  let coloured = 0
  for (const canvas of element.querySelectorAll("canvas")) {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
    for (let at = 0; at < data.length; at += 4) {
      const [red, green, blue, alpha] = data.slice(at, at + 4)
      if (alpha > 40 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60) coloured += 1
    }
  }
  return coloured
}"""


def panel(page: Page, metric: str) -> Locator:
    return page.get_by_role("region", name=metric, exact=True)


def chart(page: Page, metric: str) -> Locator:
    return page.get_by_role("img", name=f"Chart of {metric}", exact=True)


def expect_truth(page: Page, metric: str, *parts: str) -> None:
    """Wait until the line under the chart says all of these."""
    for part in parts:
        expect(panel(page, metric)).to_contain_text(re.compile(rf"(^|[^\d.,]){re.escape(part)}"))


def coloured_pixels(page: Page, metric: str) -> int:
    return int(chart(page, metric).evaluate(_COLOURED))


def expect_painted(page: Page, metric: str, *, pixels: int = 50) -> None:
    """Wait until the chart's lines are on the canvas."""
    expect(chart(page, metric)).to_be_visible()
    page.wait_for_function(
        "([element, count, pixels]) => eval(count)(element) > pixels",
        arg=[chart(page, metric).element_handle(), _COLOURED, pixels],
        polling=100,
    )


def run_row(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has_text=name).first


def post_rows(client: httpx.Client, project: str, run_id: str, first: int, rows: int) -> None:
    """Rows of a falling, wavy `train/loss` with a one-step spike to 100 at step 33,333, and `val/accuracy`."""
    lines = []
    for step in range(first, first + rows):
        loss = 100.0 if step == 33_333 else 2 / (1 + step / 200) + 0.1 * math.sin(step / 40)
        cells = {"train/loss": loss, "val/accuracy": 1 - math.exp(-step / 300)}
        cells |= {"_step": step, "_timestamp": 1_790_000_000 + step * 0.5, "_runtime": step * 0.5}
        lines.append(json.dumps(cells))
    post = history_post(first, lines)
    post["files"]["wandb-summary.json"] = {"offset": 0, "content": lines[-1:]}  # as the client does with every post
    answer = client.post(stream_path(project, run_id), json=post)
    assert answer.status_code == 200, answer.text
