"""How long until a trace of 10,000 spans is on the screen, as transcript, tree and timeline, and how many bytes is it?

Headless Chromium, 1440 x 900, counted from the start of the navigation, each view in a browser with an empty and with a full
cache. On the screen means: the spans in view are drawn, and beside them what the chosen one holds. `--profile` names a file
for the CPU profile of the last visit, which Chromium's developer tools open.
"""

import json
import statistics
import time
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from _server import ENTITY, Connection, ServerProcess, arguments, note, report, running_server
from tests.browser.chromium import HEIGHT, WIDTH, launch, log_in

PROJECT, TRACE = "long", "c" * 32
VIEWS = ("transcript", "tree", "timeline")
_SPANS_PER_EXPORT = 1000
_SPAN_NS = 1_000_000

# Resolves in the first frame in which spans are drawn and the content of the chosen one is.
WATCH_DRAWN = """() => new Promise((resolve) => {
  const look = () => {
    const rows = document.querySelectorAll("[role=treeitem], [aria-label=Transcript] li").length
    const content = document.querySelector("section[aria-label=Span] section[aria-label=Input]")
    if (rows >= 10 && content) requestAnimationFrame(() => resolve({ ms: performance.now(), rows }))
    else requestAnimationFrame(look)
  }
  look()
})"""


def span(number: int, first_ns: int) -> dict:
    """Turns of an agent: a model request with 500 characters each way, and four tools below it."""
    is_turn = number % 5 == 1
    operation = "invoke_agent" if number == 0 else "chat" if is_turn else "execute_tool"
    texts = {
        "gen_ai.operation.name": operation,
        "gen_ai.request.model": "gpt-4o" if operation == "chat" else "",
        "gen_ai.input.messages": json.dumps([{"role": "user", "content": f"step {number}: " + "look again " * 45}]),
        "gen_ai.output.messages": json.dumps(
            [{"role": "assistant", "content": f"result {number}: " + "found it " * 50}]
        ),
    }
    counts = {"gen_ai.usage.input_tokens": 1000 + number, "gen_ai.usage.output_tokens": 90} if is_turn else {}
    parent = 0 if is_turn else number - (number - 1) % 5
    return {
        "traceId": TRACE,
        "spanId": f"{number + 1:016x}",
        "parentSpanId": f"{parent + 1:016x}" if number else "",
        "name": f"{operation} {number % 7}",
        "startTimeUnixNano": str(first_ns + number * _SPAN_NS),
        "endTimeUnixNano": str(first_ns + (number + 4) * _SPAN_NS),
        "attributes": [{"key": key, "value": {"stringValue": value}} for key, value in texts.items()]
        + [{"key": key, "value": {"intValue": str(value)}} for key, value in counts.items()],
        "status": {"code": 2, "message": "the tool timed out"} if number % 999 == 998 else {"code": 1},
    }


def seed(connection: Connection, spans: int) -> None:
    first_ns = time.time_ns() - 3_600_000_000_000
    for first in range(0, spans, _SPANS_PER_EXPORT):
        made = [span(number, first_ns) for number in range(first, min(first + _SPANS_PER_EXPORT, spans))]
        body = json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": made}]}]}).encode()
        status, answer = connection.send("POST", "/v1/traces", body, {"x-runlake-project": f"{ENTITY}/{PROJECT}"})
        if status != 200:
            raise RuntimeError(f"the export answered {status}: {answer[:500]!r}")


def answer_bytes(connection: Connection) -> dict[str, float]:
    """What the spans of the trace weigh, plain and packed, and how long the server takes for it."""
    path, sizes = f"/api/v1/projects/{ENTITY}/{PROJECT}/traces/{TRACE}", {}
    for encoding in ("identity", "gzip", "zstd"):
        began = time.perf_counter()
        _, body = connection.send("GET", path, headers={"Accept-Encoding": encoding})
        sizes[f"{encoding}_bytes"] = len(body)
        sizes[f"{encoding}_ms"] = round(1000 * (time.perf_counter() - began))
    return sizes


def visit(page: Page, view: str) -> float:
    page.goto("about:blank")
    page.goto(f"/{ENTITY}/{PROJECT}/traces/{TRACE}?view={view}", wait_until="commit")
    found = page.evaluate(WATCH_DRAWN)
    note(f"{view}: {json.dumps(found)}")
    return float(found["ms"])


def visits(browser: Browser, server: ServerProcess, repeats: int) -> dict[str, dict[str, list[int]]]:
    """View → ms of visits with an empty cache and with a full one."""
    found: dict[str, dict[str, list[int]]] = {view: {"empty": [], "full": []} for view in VIEWS}
    for view in VIEWS:
        for _ in range(repeats):
            context = browser.new_context(base_url=server.url, viewport={"width": WIDTH, "height": HEIGHT})
            page = context.new_page()
            log_in(page, server)
            for cache in ("empty", "full"):
                found[view][cache].append(round(visit(page, view)))
            context.close()
    return found


def profile(browser: Browser, server: ServerProcess, path: Path) -> None:
    context = browser.new_context(base_url=server.url, viewport={"width": WIDTH, "height": HEIGHT})
    page = context.new_page()
    log_in(page, server)
    visit(page, "tree")
    session: CDPSession = context.new_cdp_session(page)
    session.send("Profiler.enable")
    session.send("Profiler.start")
    visit(page, "tree")
    path.write_text(json.dumps(session.send("Profiler.stop")["profile"]))
    context.close()


def main() -> None:
    options = arguments(__doc__, spans=10_000, repeats=5, profile=None)
    with running_server(options.data_dir) as server, sync_playwright() as playwright:
        connection = Connection(server)
        seed(connection, options.spans)
        sizes = answer_bytes(connection)
        browser = launch(playwright)
        found = visits(browser, server, options.repeats)
        if options.profile:
            profile(browser, server, Path(options.profile))
        browser.close()
    medians = {view: {cache: round(statistics.median(ms)) for cache, ms in of.items()} for view, of in found.items()}
    report("trace_page", drawn_median_ms=medians, drawn_ms=found, spans=options.spans, **sizes)


if __name__ == "__main__":
    main()
