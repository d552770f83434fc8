"""How long until a workspace of 20 runs x 20 metrics x 10,000 steps is useful, and until a live point is painted in it?

Useful means: the runs table has its rows and every panel on the screen shows its lines. Headless Chromium, 1440 x 900, counted from
the start of the navigation, with an empty cache and with a full one. The live part posts rows, with 49 more subscribers listening, and waits for the frame after the
chart changed.
"""

import json
import statistics
import time

import httpx
import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from _seed import seed_runs
from _server import (
    Connection,
    ServerProcess,
    arguments,
    history_body,
    history_lines,
    metric_names,
    note,
    quantiles_ms,
    report,
    running_server,
)
from _subscribers import subscribed
from tests.browser.chromium import HEIGHT, WIDTH, launch, log_in

PROJECT = "paint"
LIVE_PROJECT, LIVE_RUN = "painted", "live"

# Notes the time of the first frame in which everything on the screen has been drawn.
WATCH_USEFUL = """([runs]) => new Promise((resolve) => {
  const onScreen = (element) => {
    const box = element.getBoundingClientRect()
    return box.bottom > 0 && box.top < window.innerHeight && box.width > 0
  }
  const drawn = (section) => section.querySelector("canvas") && /point/.test(section.textContent)
  const look = () => {
    const rows = document.querySelectorAll("[role=row]").length
    const panels = [...document.querySelectorAll("section")].filter(
      (one) => one.querySelector("h3") && !one.querySelector("section") && onScreen(one),
    )
    if (rows >= Math.min(runs, 10) && panels.length >= 4 && panels.every(drawn)) {
      requestAnimationFrame(() => resolve({ ms: performance.now(), panels: panels.length, rows }))
    } else requestAnimationFrame(look)
  }
  look()
})"""

# Notes when the text under a chart first counts n points, for every n, in the frame in which the chart was drawn.
WATCH_POINTS = """() => {
  window.paintedAt = {}
  const note = () => {
    for (const section of document.querySelectorAll("section")) {
      const count = /([0-9]+) points/.exec(section.textContent)
      if (!count || window.paintedAt[count[1]]) continue
      window.paintedAt[count[1]] = -1
      requestAnimationFrame(() => { window.paintedAt[count[1]] = Date.now() })
    }
  }
  new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true })
}"""


def first_paint(browser: Browser, server: ServerProcess, runs: int) -> tuple[dict, dict]:
    """One visit with an empty cache, and one with a full cache."""
    context = browser.new_context(base_url=server.url, viewport={"width": WIDTH, "height": HEIGHT})
    page = context.new_page()
    log_in(page, server)
    visits = []
    for _ in range(2):
        page.goto("about:blank")
        page.goto(f"/admin/{PROJECT}", wait_until="commit")
        visits.append(page.evaluate(WATCH_USEFUL, [runs]))
    context.close()
    return visits[0], visits[1]


def live_paint_s(page: Page, server: ServerProcess, posts: int) -> list[float]:
    """Seconds from before a request is sent to the frame that shows its point."""
    connection, names = Connection(server), metric_names(4)
    values = np.random.default_rng(1).normal(size=(posts, 4))

    def send(step: int) -> None:
        lines = history_lines(step, names, values[step : step + 1], np.array([step * 1.0]))
        connection.stream(LIVE_PROJECT, LIVE_RUN, history_body(step, lines))

    send(0)
    send(1)
    log_in(page, server)
    page.goto(f"{server.url}/admin/{LIVE_PROJECT}")
    page.wait_for_selector("section canvas")
    page.evaluate(WATCH_POINTS)
    sent_at = {}
    for step in range(2, posts):
        sent_at[step + 1] = time.time()
        send(step)
        page.wait_for_timeout(150)
    page.wait_for_timeout(1500)
    painted_at = {int(count): ms / 1000 for count, ms in page.evaluate("window.paintedAt").items()}
    missing = [count for count in sent_at if painted_at.get(count, -1) < 0]
    if len(missing) > posts // 10:  # two posts may share a frame
        raise RuntimeError(f"{len(missing)} of {posts} points were never seen alone")
    return [painted_at[count] - at for count, at in sent_at.items() if count not in missing]


def main() -> None:
    options = arguments(__doc__, runs=20, metrics=20, steps=10_000, repeats=5, posts=60, subscribers=49, seed=1)
    with running_server(options.data_dir) as server, sync_playwright() as playwright:
        listed = httpx.get(f"{server.url}/api/v1/projects", auth=server.auth, trust_env=False).json()["projects"]
        if not any(project["name"] == PROJECT for project in listed):
            seed_runs(
                server, PROJECT, runs=options.runs, steps=options.steps, metrics=options.metrics, seed=options.seed
            )
        browser = launch(playwright)
        visits = [first_paint(browser, server, options.runs) for _ in range(options.repeats)]
        note(json.dumps(visits))
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        Connection(server).create_run(LIVE_PROJECT, LIVE_RUN)
        with subscribed(server, LIVE_PROJECT, LIVE_RUN, options.subscribers):
            painted = live_paint_s(page, server, options.posts)
        browser.close()
    cold, warm = ([visit[index]["ms"] for visit in visits] for index in (0, 1))
    report(
        "paint",
        useful_empty_cache_ms=[round(ms) for ms in cold],
        useful_full_cache_ms=[round(ms) for ms in warm],
        useful_median_ms=round(statistics.median(cold)),
        panels_on_screen=visits[0][0]["panels"],
        sent_to_painted=quantiles_ms(painted),
        subscribers=options.subscribers + 1,
        runs=options.runs,
        metrics=options.metrics,
        steps=options.steps,
    )


if __name__ == "__main__":
    main()
