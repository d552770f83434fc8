"""Reports and workspaces of `wandb-workspaces` come back as they were saved."""

from typing import Any

import pytest

from tests.conformance.wandb_client import WandbClient


@pytest.fixture(scope="module")
def result(client: WandbClient) -> Any:
    if not client.is_newest:
        pytest.skip("wandb-workspaces needs a newer wandb")
    client.add("wandb-workspaces==0.4.13")
    return client.run("public_views").result


def test_a_report_comes_back_as_it_was_saved(result: Any) -> None:
    assert (result["title"], result["description"]) == ("Results", "of a test")
    assert (result["blocks"], result["heading"], result["metric"]) == (["H1", "PanelGrid"], "Losses ü", "loss")


def test_reports_are_listed_and_drafts_are_not(result: Any) -> None:
    assert result["reports"] == result["named"] == ["Better results"]
    assert result["spec"] == ["authors", "blocks", "discussionThreads"]


def test_a_report_is_shared_by_link_and_not_any_more(result: Any) -> None:
    assert result["share"] == ["Better results", True, True, None]


def test_a_workspace_is_saved_changed_and_copied(result: Any) -> None:
    assert result["workspace"] == ["Wall", "Training"]
    assert (result["copies"], result["same_view"]) == (["Wall 2", "Wall 2"], False)


def test_a_workspace_opens_on_the_page_as_what_it_says(result: Any) -> None:
    kinds = ["line", "document", "scalar", "bar", "scatter", "parallel", "markdown", "comparer", "media", "document"]
    assert result["page"] == {
        "filter": "config.lr >= 0.001",
        "group": "config.lr",
        "eyes": "-r2",
        "c.x": "time",
        "c.smooth": "gaussian:0.4",
        "c.fold": "Rest",
        "kinds": kinds,
        "name": True,
    }


def test_what_the_page_changes_of_a_workspace_is_all_that_the_package_sees_changed(result: Any) -> None:
    assert result["changed"] == ["Changed on the page", "exponential", 50]
    assert result["kept"] == [True, True, True]


def test_a_view_made_on_the_page_is_opened_by_the_package(result: Any) -> None:
    assert result["made"] == ["Made on the page", [4, 6], "lr"]
    assert result["still_own"] == [False], "a view stays with its owner when a client saves it again"


def test_a_deleted_report_is_gone(result: Any) -> None:
    assert result["deleted"] is True
    assert result["left"] == 0


def test_what_another_changes_in_a_paragraph_leaves_all_else_as_it_was(result: Any) -> None:
    native = result["native"]
    assert (native["blocks"], native["differ"], native["text"]) == (11, ["P"], "edited ")
    assert native["panels"] == ["LinePlot", "BarPlot", "ScalarChart", "ScatterPlot", "RunComparer", "MarkdownPanel"]
    assert native["filters"] == 'Config("lr") >= 0.001'
