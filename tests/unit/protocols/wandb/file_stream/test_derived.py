"""The summary that the server makes of a client's rows."""

import json
import math

from runlake.protocols.wandb.file_stream.derived import derived_summary


def test_the_last_value_of_everything() -> None:
    rows = [
        {"loss": 2.0, "val": {"acc": 0.1, "f1": 0.2}, "image": {"_type": "image-file", "path": "a"}, "_step": 0},
        {"loss": 1.0, "val": {"acc": 0.3}, "image": {"_type": "image-file", "size": 1}, "_step": 1},
    ]
    assert derived_summary([json.dumps(row) for row in rows]) == {
        "loss": 1.0,
        "val": {"acc": 0.3, "f1": 0.2},
        "image": {"_type": "image-file", "size": 1},
        "_step": 1,
    }


def test_numbers_that_are_none() -> None:
    assert math.isnan(derived_summary(['{"loss": NaN}'])["loss"])
    assert derived_summary([]) == {}
