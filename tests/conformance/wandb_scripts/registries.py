"""Promotes versions to registries and reads everything back; makes registries where the client can."""

import json
import sys
from pathlib import Path

import wandb

project, organization, team, guest_name = sys.argv[1:5]
registry_name = f"of-{project}"
target = f"{organization}/wandb-registry-{registry_name}"
quiet = wandb.Settings(console="off")
result = {}
api = wandb.Api(overrides={"entity": team})  # 0.19 finds the organization by a team only


def refused(action):
    """What the client raised, in words."""
    try:
        action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


if hasattr(api, "create_registry"):
    made = api.create_registry(
        registry_name, visibility="organization", organization=organization, artifact_types=["model"]
    )
    made.description = "what the service loads"
    made.save()
    result["again"] = refused(
        lambda: api.create_registry(
            registry_name, visibility="organization", organization=organization, artifact_types=["model"]
        )
    )
    # The client itself looks for one of that name; what the server does shows when it does not.
    result["again_unseen"] = refused(
        lambda: type(made).create(api, organization=organization, name=registry_name, visibility="restricted")
    )

Path("weights.bin").write_text(project)
with wandb.init(entity=team, project=project, id="promoter", settings=quiet) as run:
    for text in ("one", "two"):
        Path("weights.bin").write_text(f"{project} {text}")
        logged = run.log_artifact("weights.bin", name="weights", type="model", aliases=[text]).wait()
        run.link_artifact(logged, f"{target}/boat", aliases=["staging"])
    rows = wandb.Artifact("rows", type="dataset")
    rows.add_file("weights.bin")
    run.log_artifact(rows).wait()

with wandb.init(entity=team, project=project, id="consumer", settings=quiet) as run:
    used = run.use_artifact(f"{target}/boat:staging")
    result["downloaded"] = Path(used.download(root="from-registry"), "weights.bin").read_text()

staged = api.artifact(f"{target}/boat:staging")
result["staged"] = [staged.version, staged.source_version, staged.source_project, sorted(staged.aliases)]
result["used_by"] = [one.id for one in staged.used_by()]
first = api.artifact(f"{target}/boat:v0")
first.aliases.append("production")
first.save()
result["aliases"] = sorted(api.artifact(f"{target}/boat:production").aliases)

collection = api.artifact_collection("model", f"{target}/boat")
collection.tags = ["vision"]
collection.description = "boats"
collection.save()
again = api.artifact_collection("model", f"{target}/boat")
result["collection"] = [again.name, again.type, again.description, list(again.tags)]
result["versions"] = sorted(one.version for one in api.artifact_collection("model", f"{target}/boat").artifacts())

if hasattr(api, "registries"):
    found = api.registry(registry_name, organization=organization)
    result["registry"] = [found.description, found.visibility, sorted(found.artifact_types)]
    listed = api.registries(organization=organization, filter={"name": registry_name})
    result["searched"] = {
        "registries": [one.name for one in listed],
        "collections": [one.name for one in found.collections(filter={"tag": "vision"})],
        "versions": sorted(one.version for one in found.collections().versions(filter={"alias": "production"})),
    }
    one = next(iter(found.versions(filter={"alias": "production"})))
    since = {"$gte": "2020-01-01T00:00:00Z"}
    result["renamed_fields"] = [
        len(list(found.versions(filter={"$and": [filters, {"alias": "production"}]}, order="-linked_at")))
        for filters in ({"created_at": since}, {"linked_at": since}, {"id": one.id}, {"artifact_size": one.size})
    ]
    result["refused_type"] = refused(lambda: api.artifact(f"{team}/{project}/rows:latest").link(f"{target}/rows"))
    guest = api.user(guest_name)
    found.add_members(guest)
    found.update_member(guest, role="viewer")
    result["members"] = sorted([one.user.username, str(one.role)] for one in found.user_members())
    found.artifact_types.append("dataset")
    found.save()
    result["types"] = sorted(api.registry(registry_name, organization=organization).artifact_types)

if hasattr(staged, "unlink"):
    staged.unlink()
    result["left"] = sorted(one.version for one in api.artifact_collection("model", f"{target}/boat").artifacts())
    result["source_stays"] = api.artifact(f"{team}/{project}/weights:two").state
print("RESULT " + json.dumps(result))
