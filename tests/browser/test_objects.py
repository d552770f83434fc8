"""Objects and evaluations of Weave's clients: from the list to what changed, and to the trial that failed."""

from typing import Any

import httpx
from playwright.sync_api import Page, expect

from tests.server.weave_requests import ask, call, complete

PROJECT = "admin/helpers"


def publish(client: httpx.Client, name: str, base: str, **members: Any) -> str:
    value = {"_type": base, "_class_name": base, "_bases": ["Object", "BaseModel"], **members}
    digest: str = ask(client, "/obj/create", {"obj": {"project_id": PROJECT, "object_id": name, "val": value}})[
        "digest"
    ]
    return digest


def evaluate(client: httpx.Client, rows: list[str]) -> None:
    op, inputs = f"weave:///{PROJECT}/op/Evaluation", {"self": "weave:///e/p/object/check:1", "model": "by-hand"}
    summary = {"exact": {"true_count": 1, "true_fraction": 0.5}}
    calls = [call(PROJECT, "pass", op_name=f"{op}.evaluate:v", inputs=inputs, output=summary)]
    for number, digest in enumerate(rows):
        scored = {"output": f"answer {number}", "scores": {"exact": number == 0}}
        example = f"weave:///{PROJECT}/object/questions:1/attr/rows/id/{digest}"
        more = {"parent_id": "pass", "trace_id": "trace-pass", "inputs": {"example": example}, "output": scored}
        calls.append(call(PROJECT, f"trial-{number}", op_name=f"{op}.predict_and_score:v", **more))
    complete(client, PROJECT, calls)


def test_a_prompt_is_compared_and_a_failed_trial_found(page: Page, client: httpx.Client) -> None:
    client.post("/api/v1/projects", json={"entity": "admin", "name": "helpers"})
    page.goto("/admin/helpers/objects")
    expect(page.get_by_text("No objects yet")).to_be_visible()
    publish(client, "brief", "Prompt", content="Answer.\nBe short.")
    kind = publish(client, "brief", "Prompt", content="Answer.\nBe kind.")
    complete(client, PROJECT, [call(PROJECT, "kindly", inputs={"prompt": f"weave:///{PROJECT}/object/brief:{kind}"})])
    made = ask(client, "/table/create", {"table": {"project_id": PROJECT, "rows": [{"q": "one"}, {"q": "two"}]}})
    publish(client, "questions", "Dataset", rows=f"weave:///{PROJECT}/table/{made['digest']}")
    evaluate(client, made["row_digests"])

    page.reload()
    expect(page.get_by_role("list", name="Objects").get_by_role("listitem")).to_have_count(2)
    page.get_by_role("tab", name="Prompts").click()
    page.get_by_role("link", name="brief").click()
    expect(page.get_by_text("Be kind.")).to_be_visible()
    page.get_by_role("tab", name="Diff").click()
    diff = page.get_by_role("tabpanel")
    expect(diff).to_contain_text("Be short.")
    expect(diff).to_contain_text("Be kind.")
    page.reload()  # the address is the view
    expect(diff).to_contain_text("Be short.")
    page.get_by_role("tab", name="Used in").click()
    page.get_by_role("link", name="All calls of this version in Traces").click()
    expect(page.get_by_text("used: brief")).to_be_visible()
    expect(page.get_by_role("link", name="work")).to_have_count(1)
    page.goto("/admin/helpers/weave/objects/questions/versions/latest?tab=rows")
    expect(page.get_by_role("table", name="Rows").get_by_role("row")).to_have_count(3)

    page.keyboard.press("g")
    page.keyboard.press("e")
    row = page.get_by_role("list", name="Evaluations").get_by_role("link")
    expect(row).to_contain_text("50 %")
    row.click()
    trials = page.get_by_role("table", name="Trials").get_by_role("row")
    expect(trials).to_have_count(3)
    page.get_by_role("combobox", name="Show").click()
    page.get_by_role("option", name="1 that failed").click()
    expect(trials).to_have_count(2)
    expect(trials.nth(1)).to_contain_text("two")
    expect(trials.nth(1)).to_contain_text("answer 1")
    trials.nth(1).get_by_role("link").click()
    page.wait_for_url("**/traces/trace-pass?span=trial-1")

    column = {"evaluation_object_ref": "weave:///e/p/object/check:1", "scorer_name": "exact"}
    publish(client, "board", "Leaderboard", columns=[{**column, "summary_metric_path": "true_fraction"}])
    page.goto("/admin/helpers/weave/leaderboards/board")  # as clients print it
    board = page.get_by_role("table", name="Leaderboard").get_by_role("row")
    expect(board).to_have_count(2)
    expect(board.first).to_contain_text("check · exact")
    expect(board.last).to_contain_text("by-hand")
    board.last.get_by_role("link", name="50 %").click()
    page.wait_for_url("**/evaluations/pass")
