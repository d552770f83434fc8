"""Logs flat, sparse and nested runs, and reads their histories in every way that this client has."""

import json
import math
import sys

import wandb

project = sys.argv[1] + "-history"


def log(run_id, rows):
    run = wandb.init(project=project, id=run_id, settings=wandb.Settings(console="off"))
    for row in rows:
        run.log(row)
    run.finish()
    return wandb.Api().run(f"{project}/{run_id}")


def rows(history):
    return [{key: repr(value) for key, value in row.items() if key[0] != "_" or key == "_step"} for row in history]


flat = log("flat", [{"loss": 1 / (n + 1), "epoch": n // 10, "odd": math.nan if n == 3 else n / 2} for n in range(2500)])
sparse = log("sparse", [{"loss": n, **({"val": -n} if n % 10 == 0 else {})} for n in range(30)])
nested = log("nested", [{"a": {"b": n, "c": {"d": n / 4}}} for n in range(5)])

found = {
    "flat": rows(flat.scan_history()),
    "flat_page": rows(flat.scan_history(keys=["loss", "epoch"], page_size=10, min_step=990, max_step=1010)),
    "sparse": rows(sparse.scan_history()),
    "sparse_val": rows(sparse.scan_history(keys=["val"])),
    "nested": rows(nested.scan_history()),
    "nested_key": rows(nested.scan_history(keys=["a.c.d"])),
    "keys": flat._attrs["historyKeys"]["keys"],
    "nested_keys": sorted(nested._attrs["historyKeys"]["keys"]),
}
if hasattr(flat, "beta_scan_history"):
    found["beta"] = rows(flat.beta_scan_history(page_size=700))
    found["beta_keys"] = rows(flat.beta_scan_history(keys=["loss"], min_step=2495))
    found["beta_sparse"] = rows(sparse.beta_scan_history())
if hasattr(flat, "download_history_exports"):
    import pyarrow.parquet as parquet

    exports = flat.download_history_exports("exports")
    table = parquet.read_table(exports.paths[0])
    found["export"] = {
        "types": {name: str(kind) for name, kind in zip(table.schema.names, table.schema.types, strict=True)},
        "rows": table.num_rows,
        "epochs": table["epoch"].to_pylist()[-3:],
        "files": len(exports.paths),
    }
    try:
        sparse.download_history_exports("exports")
    except Exception as error:
        found["incomplete"] = type(error).__name__
print("RESULT", json.dumps(found))
