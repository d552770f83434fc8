"""Charts and class labels out of a run's config."""

import json
from typing import Any

from runlake.model import Run
from runlake.protocols.native.runs.media_artifacts import decode_version_id
from runlake.protocols.native.runs.media_charts import class_labels, custom_charts
from tests.unit.products.runs.examples import make_run


def run_with(**own: Any) -> Run:
    return make_run(config_json=json.dumps({"_wandb": {"value": own}}))


def chart(table: str | None = "roc_table", **panel: Any) -> dict[str, Any]:
    arguments = [] if table is None else [{"name": "summaryTable", "args": [{"name": "tableKey", "value": table}]}]
    query = {"queryFields": [{"name": "runSets", "fields": [{"name": "id"}, *arguments]}]}
    return {"panel_type": "Vega2", "panel_config": {"userQuery": query, **panel}}


def test_a_chart_has_its_preset_its_fields_and_its_table() -> None:
    fields = {"x": "fpr", "stroke": None}
    declared = chart(panelDefId="wandb/line/v0", fieldSettings=fields, stringSettings={"title": "ROC"})
    assert custom_charts(run_with(visualize={"roc": declared})) == [
        {
            "key": "roc",
            "preset": "wandb/line/v0",
            "fields": {"x": "fpr"},
            "strings": {"title": "ROC"},
            "table": "roc_table",
        }
    ]


def test_a_split_table_has_a_key_of_its_own_and_a_query_may_lack_it() -> None:
    split, bare = chart("Custom Chart Tables/a_table"), chart(None)
    tables = [each["table"] for each in custom_charts(run_with(visualize={"a": split, "b": bare}))]
    assert tables == ["Custom Chart Tables/a_table", "b_table"]


def test_the_older_form_names_its_table_by_its_own_key() -> None:
    old = {"legacy": {"id": "wandb/scatter/v0", "historyFieldSettings": {"x-axis": "_step", "key": "points"}}}
    [found] = custom_charts(run_with(viz=old))
    assert (found["key"], found["preset"], found["table"], found["fields"]) == (
        "legacy",
        "wandb/scatter/v0",
        "points",
        {},
    )


def test_what_is_no_chart_is_shown_as_one_without_a_preset_or_left_out() -> None:
    assert custom_charts(run_with(visualize=[1], viz="x")) == []
    assert custom_charts(make_run(config_json="not json")) == []
    [found] = custom_charts(run_with(visualize={"a": 7}))
    assert (found["preset"], found["table"]) == ("", "a_table")


def test_labels_of_boxes_and_masks_by_key_and_name() -> None:
    mask = {"seg/x_wandb_delimeter_truth": {"value": {"1": "dog", "2": 3}}, "odd": {"value": {"1": "cat"}}}
    boxes = {"seg/x_wandb_delimeter_guess": {"value": {"0": "ground"}}, "y_wandb_delimeter_z": {"value": None}}
    run = run_with(**{"mask/class_labels": mask, "bounding_box/class_labels": boxes})
    assert class_labels(run) == {"seg/x": {"truth": {"1": "dog", "2": "3"}, "guess": {"0": "ground"}}}
    assert class_labels(make_run()) == {}


def test_an_id_in_hex_is_a_version() -> None:
    assert decode_version_id(b"Artifact:43".hex()) == 43
    assert [decode_version_id(text) for text in ("zz", "ff", b"Run:4".hex(), b"Artifact:-1".hex(), "")] == [None] * 5
