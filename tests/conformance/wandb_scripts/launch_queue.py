"""Makes a launch queue through the public API, changes it, and says what it has become."""

import json
import sys

import wandb

name = sys.argv[2]
api = wandb.Api()
made = api.create_run_queue(name, "local-process", prioritization_mode="V0")
before = {"id": made.id, "type": made.type, "variables": made.template_variables}
api.upsert_run_queue(
    name,
    {"who": "{{who}}", "cores": "{{cores}}"},
    "local-process",
    template_variables={
        "who": {"schema": {"type": "string", "enum": ["ann", "bob"]}},
        "cores": {"schema": {"type": "integer", "default": 2}},
    },
    external_links={"docs": "http://localhost/docs"},
    prioritization_mode="V0",
)
queue = api.run_queue(api.default_entity, name)
after = {
    "id": queue.id,
    "access": queue.access,
    "mode": queue.prioritization_mode,
    "config": queue.default_resource_config,
    "links": queue.external_links,
    "variables": sorted(variable["name"] for variable in queue.template_variables),
}
print("RESULT", json.dumps({"before": before, "after": after}))
