"""Users, teams, members, service accounts, API keys and projects through the public API."""

import json
import sys

import wandb

project, admin_key, own_key = sys.argv[1:4]
tag = project.removeprefix("conformance-")
team_name, bob = f"team-{tag}", f"bob-{tag}"
api_of = lambda key: wandb.Api(api_key=key)  # noqa: E731

admin = api_of(admin_key)
admin.create_team(team_name, admin_username="alice")
created = admin.create_user(f"{bob}@example.com")
found = {"created": created._attrs["email"] if created else None, "found": admin.user(bob).username}

api = api_of(own_key)
team = api.team(team_name)
found["members"] = [(member.name, member.account_type, bool(member.admin)) for member in team.members]
found["invited"] = [
    team.invite(bob, admin=True),
    team.invite("nobody-at-all"),
    team.invite(f"late-{tag}@example.com"),
]
service = team.create_service_account("nightly build")
found["service"] = (service.name, service.account_type)
team.load(force=True)
found["with_service"] = [
    (member.name, member.account_type, bool(member.pending), member.api_key) for member in team.members
]
viewer = api_of(service.api_key).viewer
found["service_entity"] = viewer.entity
found["service_teams"] = sorted(viewer.teams)
for member in team.members[1:]:
    member.delete()
team.load(force=True)
found["after"] = [member.name for member in team.members]
try:
    api_of(service.api_key).viewer  # noqa: B018
    found["service_ended"] = False
except Exception:
    found["service_ended"] = True

made = api.create_project(f"shared-{tag}", team_name)
found["projects"] = [each.name for each in api.projects(team_name)]
found["storage"] = team.storage_bytes
if not wandb.__version__.startswith("0.19"):  # which signs in with the shown prefix of a key
    before = len(api.viewer.api_keys)
    secret = api.viewer.generate_api_key("from a test")
    found["key_works"] = api_of(secret).viewer.username
    me = api_of(own_key).viewer
    found["keys"] = len(me.api_keys) - before
    found["key_deleted"] = me.delete_api_key(next(key for key in me.api_keys if secret.startswith(key)))
    found["keys_after"] = len(api_of(own_key).viewer.api_keys) - before
print("RESULT", json.dumps(found))
