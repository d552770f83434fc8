"""What to ask of each GraphQL root field and each route, and who may do it: a line for each.

`{names}` are those of `walk_world.build_world`. A field or route without a line fails the walk.
"""

from runlake.protocols.otlp.langfuse_rest import METHODS
from tests.server.walk_case import Case, Guard
from tests.server.walk_weave import WEAVE

_PLACE = {"entityName": "{entity}", "projectName": "{project}"}
_RUN = {**_PLACE, "runName": "{run}"}
_ALIASES = [{**_PLACE, "artifactCollectionName": "{sequence}", "alias": "walked"}]
_TAGS = {**_PLACE, "artifactCollectionName": "{sequence}", "tags": [{"tagName": "walked"}]}
_NEW_ARTIFACT = {
    **_RUN,
    "artifactTypeName": "model",
    "artifactCollectionName": "{sequence}",
    "digest": "f" * 32,
    "digestAlgorithm": "MANIFEST_MD5",
    "clientID": "{client_id}",
}
_ANNOTATION_QUEUE = {"queue": "{annotation_queue}"}
_SPEC_TO_RUN = '{"entity": "{entity}", "project": "{project}", "walked": 1}'
_TRIGGER = {
    "name": "walked",
    "enabled": False,
    "scopeType": "PROJECT",
    "scopeID": "{project_id}",
    "triggeringEventType": "LINK_MODEL",
    "eventFilter": "{}",
    "triggeredActionType": "NO_OP",
    "triggeredActionConfig": {"noOpActionInput": {"noOp": True}},
}
_TO_INTEGRATION = {
    "triggeredActionType": "GENERIC_WEBHOOK",
    "triggeredActionConfig": {"genericWebhookActionInput": {"integrationID": "{integration_id}"}},
}
_SPEC = {"artifactID": "{artifact_id}", "name": "new.txt", "md5": "{md5}"}

QUERIES: dict[str, Case] = {
    "serverInfo": Case(guard=Guard.CALLER),
    "viewer": Case(guard=Guard.CALLER),
    "users": Case({"query": "{username}"}, Guard.PEOPLE),
    "entity": Case({"name": "{entity}"}),
    "organization": Case({"name": "{organization}"}),
    "project": Case({"name": "{project}", "entityName": "{entity}"}),
    "model": Case({"name": "{project}", "entityName": "{entity}"}),
    "models": Case({"entityName": "{entity}"}),
    "artifact": Case({"id": "{artifact_id}"}),
    "artifactCollection": Case({"id": "{sequence_id}"}),
    "clientIDMapping": Case({"clientID": "{client_id}"}),
    "view": Case({"id": "{report_id}"}),
    "launchAgent": Case({"id": "{launch_agent_id}"}),
}

MUTATIONS: dict[str, Case] = {
    "upsertBucket": Case({"id": "{run_id}", "notes": "walked"}),
    "upsertBucket by name": Case(
        {"entityName": "{entity}", "modelName": "{project}", "name": "{run}", "notes": "walked"}
    ),
    "rewindRun": Case({**_RUN, "metricName": "_step", "metricValue": 0}),
    "deleteRun": Case({"id": "{run_id}", "deleteArtifacts": True}),
    "stopRun": Case({"id": "{run_id}"}),
    "updateRunState": Case({"id": "{run_id}", "state": "finished"}, works=False),
    "notifyScriptableRunAlert": Case({**_RUN, "title": "walked", "text": "walked"}),
    "createRunFiles": Case({**_RUN, "files": ["walked.txt"]}),
    "markRunFilesUploaded": Case({**_RUN, "files": ["{file}"]}),
    "deleteFiles": Case({"files": ["{file_id}"]}),
    "createArtifact": Case(_NEW_ARTIFACT),
    "createArtifactType": Case({**_PLACE, "name": "walked"}),
    "createArtifactManifest": Case(
        {**_RUN, "artifactID": "{pending_id}", "name": "wandb_manifest.json", "digest": "x"}
    ),
    "createArtifactManifest on a base": Case(
        {**_RUN, "artifactID": "{pending_id}", "name": "m.json", "digest": "x", "baseArtifactID": "{artifact_id}"}
    ),
    "updateArtifactManifest": Case({"artifactManifestID": "{manifest_id}", "digest": "{md5}"}),
    "createArtifactFiles": Case({"artifactFiles": [_SPEC]}),
    "completeMultipartUploadArtifact": Case(
        {
            "completeMultipartAction": "Complete",
            "completedParts": [],
            "artifactID": "{artifact_id}",
            "storagePath": "x",
            "uploadID": "x",
        },
        works=False,
    ),
    "commitArtifact": Case({"artifactID": "{artifact_id}"}),
    "useArtifact": Case({**_RUN, "artifactID": "{artifact_id}"}),
    "updateArtifact": Case({"artifactID": "{artifact_id}", "description": "walked"}),
    "deleteArtifact": Case({"artifactID": "{artifact_id}", "deleteAliases": True}),
    "linkArtifact": Case({**_PLACE, "artifactID": "{artifact_id}", "artifactPortfolioName": "walked"}),
    "linkArtifact to an id": Case({"artifactID": "{artifact_id}", "artifactPortfolioID": "{portfolio_id}"}),
    "linkArtifact of a client": Case({**_PLACE, "clientID": "{client_id}", "artifactPortfolioName": "walked"}),
    "unlinkArtifact": Case({"artifactID": "{artifact_id}", "artifactPortfolioID": "{portfolio_id}"}),
    "addAliases": Case({"artifactID": "{artifact_id}", "aliases": _ALIASES}),
    "deleteAliases": Case({"artifactID": "{artifact_id}", "aliases": _ALIASES}),
    "updateArtifactSequence": Case({"artifactSequenceID": "{sequence_id}", "description": "walked"}),
    "updateArtifactPortfolio": Case({"artifactPortfolioID": "{portfolio_id}", "description": "walked"}),
    "moveArtifactSequence": Case({"artifactSequenceID": "{sequence_id}", "destinationArtifactTypeName": "walked"}),
    "deleteArtifactSequence": Case({"artifactSequenceID": "{sequence_id}"}),
    "deleteArtifactPortfolio": Case({"artifactPortfolioID": "{portfolio_id}"}),
    "createArtifactCollectionTagAssignments": Case(_TAGS),
    "deleteArtifactCollectionTagAssignments": Case(_TAGS),
    "upsertModel": Case({"id": "{project_id}", "description": "walked"}),
    "upsertModel by name": Case({"entityName": "{entity}", "name": "{project}", "description": "walked"}),
    "renameProject": Case(
        {"entityName": "{entity}", "oldProjectName": "{project}", "newProjectName": "{project}-2"}, Guard.TEAM_ADMIN
    ),
    "deleteModel": Case({"id": "{project_id}"}, Guard.TEAM_ADMIN),
    "upsertView": Case({"id": "{report_id}", "displayName": "walked"}),
    "upsertView in a project": Case({**_PLACE, "type": "runs", "displayName": "walked", "spec": "{}"}),
    "deleteView": Case({"id": "{report_id}"}),
    "createAccessToken": Case({"viewId": "{report_id}", "projects": []}),
    "updateAccessTokenProjects": Case({"token": "{link_token}", "projects": []}),
    "revokeAccessToken": Case({"token": "{link_token}"}),
    "createInvite": Case({"entityName": "{entity}", "username": "walk-guest"}, Guard.TEAM_ADMIN),
    "deleteInvite": Case({"entityName": "{entity}", "id": "{invite_id}"}, Guard.TEAM_ADMIN),
    "createServiceAccount": Case({"entityName": "{entity}", "description": "walked"}, Guard.TEAM_ADMIN),
    "updateUser": Case({"defaultEntity": "{entity}"}, Guard.CALLER),
    "createProjectMembers": Case({"projectId": "{project_id}", "userIds": ["{extra_id}"]}, Guard.TEAM_ADMIN),
    "updateProjectMember": Case(
        {"projectId": "{project_id}", "userId": "{extra_id}", "userProjectRole": "admin"}, Guard.TEAM_ADMIN, works=False
    ),
    "updateProjectTeamMember": Case(
        {"projectId": "{project_id}", "teamId": "{team_id}", "teamProjectRole": "admin"}, Guard.TEAM_ADMIN, works=False
    ),
    "deleteProjectMembers": Case(
        {"projectId": "{project_id}", "userIds": ["{extra_id}"]}, Guard.TEAM_ADMIN, works=False
    ),
    "createCustomChart": Case(
        {
            "entity": "{entity}",
            "name": "walked",
            "displayName": "walked",
            "type": "vega2",
            "access": "PRIVATE",
            "spec": '{"mark": "bar"}',
        }
    ),
    "upsertSweep": Case({"id": "{sweep_id}", "description": "walked"}),
    "upsertSweep in a project": Case({**_PLACE, "config": '{"method": "grid", "parameters": {"a": {"values": [1]}}}'}),
    "createAgent": Case({**_PLACE, "host": "walked", "sweep": "{sweep}"}),
    "agentHeartbeat": Case({"id": "{agent_id}", "metrics": "{}", "runState": "{}"}),
    "enqueueSweepRun": Case({"id": "{sweep_id}", "config": "{}"}, works=False),
    "createDefaultResourceConfig": Case(
        {"entityName": "{entity}", "resource": "local-process", "config": '{"walked": 1}'}, Guard.PROJECT
    ),
    "createRunQueue": Case({**_PLACE, "queueName": "walked", "access": "PROJECT"}),
    "createRunQueue with a resource": Case(
        {**_PLACE, "queueName": "walked-2", "access": "PROJECT", "defaultResourceConfigID": "{resource_id}"}
    ),
    "upsertRunQueue": Case(
        {**_PLACE, "queueName": "walked-3", "resourceType": "local-process", "resourceConfig": '{"walked": 1}'}
    ),
    "deleteRunQueues": Case({"queueIDs": ["{queue_id}"]}),
    "pushToRunQueue": Case({"queueID": "{queue_id}", "runSpec": _SPEC_TO_RUN}),
    "pushToRunQueueByName": Case({**_PLACE, "queueName": "{queue}", "runSpec": _SPEC_TO_RUN}),
    "popFromRunQueue": Case({**_PLACE, "queueName": "{queue}"}),
    "popFromRunQueue for an agent": Case({**_PLACE, "queueName": "{queue}", "launchAgentId": "{launch_agent_id}"}),
    "ackRunQueueItem": Case({"runQueueItemId": "{item_id}", "runName": "walked"}),
    "failRunQueueItem": Case({"runQueueItemId": "{item_id}", "message": "walked", "stage": "walked"}),
    "updateRunQueueItemWarning": Case({"runQueueItemId": "{item_id}", "message": "walked", "stage": "walked"}),
    "deleteFromRunQueue": Case({"queueID": "{queue_id}", "runQueueItemId": "{item_id}"}),
    "createLaunchAgent": Case({**_PLACE, "runQueues": ["{queue_id}"], "hostname": "walked"}),
    "updateLaunchAgent": Case({"launchAgentId": "{launch_agent_id}", "agentStatus": "RUNNING"}),
    "createFilterTrigger": Case(_TRIGGER),
    "createFilterTrigger on a collection": Case(
        {**_TRIGGER, "name": "walked-2", "scopeType": "ARTIFACT_COLLECTION", "scopeID": "{sequence_id}"}
    ),
    "createFilterTrigger to an integration": Case({**_TRIGGER, "name": "walked-3", **_TO_INTEGRATION}),
    "updateFilterTrigger": Case({"id": "{trigger_id}", "description": "walked"}),
    "deleteTrigger": Case({"triggerID": "{trigger_id}"}),
    "createGenericWebhookIntegration": Case(
        {"entityName": "{entity}", "name": "walked", "urlEndpoint": "https://example.com/hook"}, Guard.TEAM_ADMIN
    ),
    "createTeam": Case({"teamName": "walked-team-{project}"}, Guard.ADMIN),
    "createUser": Case({"email": "walked-user-{project}@example.com"}, Guard.ADMIN),
    "generateApiKey": Case({"description": "walked"}, Guard.CALLER),
    "deleteApiKey": Case({"id": "{key_id}"}, Guard.CALLER),
}

_API = "/api/v1"
_REPORT = {"report_id": "{report_number}"}
_P = f"{_API}/projects/{{entity}}/{{project}}"
_RUN_PATH = f"{_P}/runs/{{run}}"
_OTLP = Case("", Guard.CALLER, works=False)  # where spans of whom go: the tests of otlp
_SECRET = {"name": "{file}"}
_COLLECTION = f"{_P}/artifacts/{{collection}}"
_VERSION = f"{_COLLECTION}/versions/{{version}}"
_UPLOAD = f"{_COLLECTION}/uploads/{{upload}}"
_OF_UPLOAD = {"collection": "{sequence}", "upload": "{artifact_number}"}
_OF_COLLECTION = {"collection": "{sequence}"}
_OF_VERSION = {"collection": "{sequence}", "version": "v0", **_SECRET}
_REGISTRY = {"entity": "{registry_entity}", "project": "{registry}"}
_MEMBER = {**_REGISTRY, "username": "walk-extra", "team": "{entity}"}
_OF_AUTOMATION = {"automation_id": "{automation_number}"}
_OF_DELIVERY = {"delivery_id": "{delivery_number}"}
_OF_INTEGRATION = {"integration_id": "{integration_number}"}
_NATIVE_AUTOMATION = {"condition": {"states": ["failed"]}, "action": {"kind": "nothing"}, "enabled": False}
_STORAGE = "/storage/artifacts"
_V2 = "/artifactsV2/{region}/{entity}/{project}/{collection}"
_IN_V2 = {"region": "default", "collection": "{sequence}", "birth_id": "{artifact_id}", "md5": "{md5_hex}", **_SECRET}
_STORED = {"project_id": "{project_number}", "version_id": "{artifact_number}", "md5": "{md5_hex}", **_SECRET}

ROUTES: dict[str, Case] = {
    **dict.fromkeys(("GET /healthz", "GET /health", "GET /readyz", "GET /ready"), Case(guard=Guard.OPEN)),
    **dict.fromkeys(("GET /login", "GET /{path:path}", "GET /graphql"), Case(guard=Guard.OPEN)),
    f"GET {_API}/openapi.json": Case(guard=Guard.OPEN),
    "OPTIONS /storage/runs/{run_number:int}/{name:path}": Case(guard=Guard.OPEN, path=_SECRET),
    "OPTIONS /storage/history/{run_number:int}/{name}": Case(guard=Guard.OPEN, path={"name": "0-1.parquet"}),
    "POST /oidc/token": Case(guard=Guard.OPEN, works=False),
    "POST /graphql": Case({"query": "{ viewer { id } }"}, Guard.CALLER, works=False),
    "POST /files/{entity}/{project}/{run}/file_stream": Case({"files": {}}),
    "PUT /storage/runs/{run_number:int}/{name:path}": Case(guard=Guard.SIGNED, path=_SECRET),
    "GET /storage/runs/{run_number:int}/{name:path}": Case(guard=Guard.SIGNED, path=_SECRET),
    f"PUT {_STORAGE}/wandb_artifacts/{{project_id:int}}/{{version_id:int}}/{{md5}}/{{name:path}}": Case(
        guard=Guard.SIGNED, path=_STORED
    ),
    f"GET {_STORAGE}/wandb_artifacts/{{project_id:int}}/{{version_id:int}}/{{md5}}/{{name:path}}": Case(
        guard=Guard.SIGNED, path=_STORED
    ),
    f"PUT {_STORAGE}/parts/{{token}}/{{number:int}}": Case(guard=Guard.SIGNED, path={"token": "x", "number": "1"}),
    f"PUT {_STORAGE}/manifests/{{manifest_id:int}}/{{name}}": Case(
        guard=Guard.SIGNED, path={"manifest_id": "{manifest_number}", "name": "wandb_manifest.json"}
    ),
    f"GET {_STORAGE}/manifests/{{version_id:int}}/{{name}}": Case(
        guard=Guard.SIGNED, path={"version_id": "{artifact_number}", "name": "wandb_manifest.json"}
    ),
    f"GET {_V2}/{{artifact_id}}/{{birth_id}}/{{md5}}/{{name}}": Case(path=_IN_V2),
    f"GET {_V2}/{{birth_id}}/{{md5}}/{{name}}": Case(path=_IN_V2),
    "GET /artifacts/{entity}/{md5}": Case(path={"md5": "{md5_hex}"}),
    f"GET {_API}/session": Case(guard=Guard.CALLER),
    f"POST {_API}/session": Case({"username": "{username}", "password": "wrong-password"}, Guard.OPEN, works=False),
    f"DELETE {_API}/session": Case(guard=Guard.CALLER, works=False),
    f"GET {_API}/keys": Case(guard=Guard.CALLER),
    f"POST {_API}/keys": Case({"name": "walked"}, Guard.CALLER),
    f"DELETE {_API}/keys/{{key_id}}": Case(guard=Guard.CALLER, path={"key_id": "{key_number}"}),
    f"GET {_API}/users": Case(guard=Guard.ADMIN),
    f"POST {_API}/admin/users": Case({"username": "walked-user"}, Guard.ADMIN),
    f"DELETE {_API}/admin/users/{{username}}": Case(guard=Guard.ADMIN, path={"username": "walked-user"}),
    f"POST {_API}/admin/organizations": Case({"name": "walked-org"}, Guard.ADMIN),
    f"POST {_API}/admin/organizations/{{name}}/members": Case(
        {"members": []}, Guard.ADMIN, path={"name": "walked-org"}
    ),
    f"DELETE {_API}/admin/organizations/{{name}}": Case(guard=Guard.ADMIN, path={"name": "walked-org"}),
    f"POST {_API}/admin/teams": Case({"name": "walked-team"}, Guard.ADMIN),
    f"GET {_API}/teams": Case(guard=Guard.CALLER),
    f"POST {_API}/teams": Case({"name": "walked-{project}"}, Guard.ADMIN),
    f"GET {_API}/entities/{{entity}}/members": Case(),
    f"PUT {_API}/entities/{{entity}}/members/{{username}}": Case(
        {"role": "viewer"}, Guard.TEAM_ADMIN, path={"username": "walk-viewer"}
    ),
    f"DELETE {_API}/entities/{{entity}}/members/{{username}}": Case(
        guard=Guard.TEAM_ADMIN, path={"username": "walk-extra"}
    ),
    f"POST {_API}/entities/{{entity}}/invites": Case({"username_or_email": "walked@example.com"}, Guard.TEAM_ADMIN),
    f"DELETE {_API}/entities/{{entity}}/invites/{{invite_id}}": Case(
        guard=Guard.TEAM_ADMIN, path={"invite_id": "{invite_number}"}
    ),
    f"POST {_API}/entities/{{entity}}/service-accounts": Case({"name": "walked"}, Guard.TEAM_ADMIN),
    f"GET {_API}/projects": Case(guard=Guard.CALLER),
    f"POST {_API}/projects": Case({"entity": "{entity}", "name": "{project}-2"}),
    f"GET {_P}": Case(),
    f"PATCH {_P}": Case({"description": "walked"}),
    f"DELETE {_P}": Case(guard=Guard.TEAM_ADMIN),
    f"POST {_P}/runs/search": Case(writes=False),
    f"POST {_P}/runs/groups": Case({"by": ["config.recipe"]}, writes=False),
    f"POST {_P}/points/groups": Case({"by": ["config.recipe"], "metrics": ["{metric}"]}, writes=False),
    f"GET {_P}/fields": Case(),
    f"GET {_P}/metrics": Case(),
    f"GET {_P}/media": Case(works=False),
    f"GET {_P}/alerts": Case(),
    f"GET {_API}/alerts": Case(guard=Guard.CALLER),
    f"POST {_P}/points": Case({"runs": ["{run}"], "metrics": ["{metric}"]}, writes=False),
    f"POST {_P}/points/arrow": Case({"runs": ["{run}"]}, writes=False),
    f"POST {_P}/sql": Case({"query": "SELECT count() FROM runs"}, writes=False),
    f"GET {_P}/sql/schema": Case(),
    f"POST {_P}/runs/documents": Case(writes=False),
    f"POST {_P}/runs/export": Case({"columns": [], "format": "csv"}, writes=False),
    f"POST {_P}/runs/bulk": Case({"run_ids": ["{run}"], "action": "tag", "tag": "walked"}),
    f"GET {_RUN_PATH}": Case(),
    f"PATCH {_RUN_PATH}": Case({"notes": "walked"}),
    f"DELETE {_RUN_PATH}": Case(),
    f"POST {_RUN_PATH}/stop": Case(),
    f"POST {_RUN_PATH}/append": Case(None, query="writer=walked"),
    f"POST {_P}/spans/append": Case(None, query="writer=walked"),
    f"GET {_RUN_PATH}/alerts": Case(),
    f"POST {_RUN_PATH}/alerts": Case({"title": "walked"}),
    f"GET {_RUN_PATH}/files": Case(),
    f"POST {_RUN_PATH}/uploads": Case({"names": ["walked.txt"]}),
    f"GET {_RUN_PATH}/files/{{name}}": Case(path=_SECRET),
    f"HEAD {_RUN_PATH}/files/{{name}}": Case(path=_SECRET),
    f"GET {_RUN_PATH}/logs": Case(),
    f"GET {_RUN_PATH}/steps/{{step}}": Case(path={"step": "1"}),
    f"GET {_RUN_PATH}/media": Case(),
    f"GET {_RUN_PATH}/media/{{key}}": Case(path={"key": "{metric}"}),
    f"GET {_P}/reports": Case(),
    f"POST {_P}/reports": Case({"title": "walked", "spec": "{}", "draft": False}),
    f"GET {_P}/reports/{{report_id}}": Case(path=_REPORT),
    f"PATCH {_P}/reports/{{report_id}}": Case({"base_version": 2, "title": "walked"}, path=_REPORT),
    f"DELETE {_P}/reports/{{report_id}}": Case(path=_REPORT),
    f"PUT {_P}/reports/{{report_id}}/draft": Case({"base_version": 2, "title": "x", "spec": "{}"}, path=_REPORT),
    f"DELETE {_P}/reports/{{report_id}}/draft": Case(path=_REPORT),
    f"GET {_P}/reports/{{report_id}}/versions": Case(path=_REPORT),
    f"GET {_P}/reports/{{report_id}}/versions/{{version}}": Case(path={**_REPORT, "version": "1"}),
    f"GET {_P}/reports/{{report_id}}/links": Case(guard=Guard.TEAM_ADMIN, path=_REPORT),
    f"POST {_P}/reports/{{report_id}}/links": Case({"days": 1}, path=_REPORT),
    f"DELETE {_P}/reports/{{report_id}}/links/{{link_id}}": Case(path={**_REPORT, "link_id": "{link_number}"}),
    f"GET {_API}/shared-report": Case(guard=Guard.OPEN),
    f"GET {_P}/views": Case(),
    f"POST {_P}/views": Case({"name": "walked", "url_search": "?a=2", "shared": True}),
    f"PATCH {_P}/views/{{view_id}}": Case({"name": "walked"}, path={"view_id": "{view_number}"}),
    f"DELETE {_P}/views/{{view_id}}": Case(path={"view_id": "{view_number}"}),
    f"GET {_API}/entities/{{entity}}/charts": Case(),
    f"GET {_API}/entities/{{entity}}/charts/{{name}}": Case(path={"name": "{chart}"}),
    f"DELETE {_API}/entities/{{entity}}/charts/{{name}}": Case(path={"name": "{chart}"}),
    f"GET {_P}/artifact-types": Case(),
    f"GET {_P}/artifacts": Case(),
    f"GET {_P}/artifact-objects": Case(query="path=wandb-client-artifact%3A%2F%2F{client_id}%2Fsecret.txt"),
    f"GET {_COLLECTION}": Case(path=_OF_COLLECTION),
    f"PATCH {_COLLECTION}": Case({"description": "walked"}, path=_OF_COLLECTION),
    f"DELETE {_COLLECTION}": Case(path=_OF_COLLECTION),
    f"GET {_COLLECTION}/uploads": Case(path=_OF_COLLECTION),
    f"POST {_COLLECTION}/uploads": Case(
        {"type": "model", "digest": "{md5_hex}", "client_id": "{client_id}"}, path=_OF_COLLECTION
    ),
    f"POST {_UPLOAD}/files": Case({"files": [{"name": "walked.txt", "md5": "{md5_hex}"}]}, path=_OF_UPLOAD),
    f"POST {_UPLOAD}/parts/{{token}}": Case(
        {"part_md5s": ["{md5_hex}"]}, path={**_OF_UPLOAD, "token": "x"}, works=False
    ),
    f"POST {_UPLOAD}/manifest": Case({"md5": "{md5_hex}"}, path=_OF_UPLOAD),
    f"POST {_UPLOAD}/commit": Case(path=_OF_UPLOAD),
    f"GET {_VERSION}/manifest": Case(path=_OF_VERSION),
    f"POST {_RUN_PATH}/artifacts": Case(
        {"entity": "{entity}", "project": "{project}", "collection": "{sequence}", "version": "v0"}
    ),
    f"GET {_COLLECTION}/versions": Case(path=_OF_COLLECTION),
    f"GET {_VERSION}": Case(path=_OF_VERSION),
    f"PATCH {_VERSION}": Case({"aliases_to_add": ["walked"]}, path=_OF_VERSION),
    f"DELETE {_VERSION}": Case(path=_OF_VERSION, query="even_with_aliases=1"),
    f"GET {_VERSION}/diff": Case(path=_OF_VERSION, query="base=v0"),
    f"GET {_VERSION}/files": Case(path=_OF_VERSION),
    f"GET {_VERSION}/files/{{name}}": Case(path=_OF_VERSION),
    f"HEAD {_VERSION}/files/{{name}}": Case(path=_OF_VERSION),
    f"GET {_VERSION}/tensors/{{name}}": Case(path=_OF_VERSION, works=False),
    f"GET {_VERSION}/lineage": Case(path=_OF_VERSION),
    f"POST {_COLLECTION}/links": Case(
        {"entity": "{entity}", "project": "{project}", "collection": "{sequence}", "version": "v0"},
        path={"collection": "{portfolio}"},
    ),
    f"GET {_COLLECTION}/promotions": Case(path={"collection": "{portfolio}"}),
    f"GET {_API}/registries": Case(guard=Guard.CALLER),
    f"POST {_API}/registries": Case({"organization": "{organization}", "name": "walked-{project}"}),
    f"GET {_P}/registry": Case(path=_REGISTRY),
    f"PATCH {_P}/registry": Case({"protected_aliases": ["walked"]}, Guard.TEAM_ADMIN, path=_REGISTRY),
    f"GET {_P}/members": Case(path=_REGISTRY),
    f"PUT {_P}/members/users/{{username}}": Case({"role": "viewer"}, Guard.TEAM_ADMIN, path=_MEMBER),
    f"DELETE {_P}/members/users/{{username}}": Case(guard=Guard.TEAM_ADMIN, path=_MEMBER),
    f"PUT {_P}/members/teams/{{team}}": Case({"role": "viewer"}, Guard.TEAM_ADMIN, path=_MEMBER),
    f"DELETE {_P}/members/teams/{{team}}": Case(guard=Guard.TEAM_ADMIN, path=_MEMBER),
    f"GET {_RUN_PATH}/artifacts": Case(),
    f"GET {_RUN_PATH}/lineage": Case(),
    "GET /storage/history/{run_number:int}/{name}": Case(guard=Guard.SIGNED, path={"name": "0-1.parquet"}),
    f"GET {_P}/sweeps": Case(),
    f"POST {_P}/sweeps": Case({"config": {"method": "grid", "parameters": {"a": {"values": [1]}}}}),
    f"GET {_P}/sweeps/{{sweep}}": Case(),
    f"GET {_P}/sweeps/{{sweep}}/importance": Case(query="metric=loss"),
    f"PATCH {_P}/sweeps/{{sweep}}": Case({"display_name": "walked"}),
    f"DELETE {_P}/sweeps/{{sweep}}": Case(),
    f"GET {_API}/entities/{{entity}}/launch": Case(),
    f"GET {_P}/launch-queues": Case(),
    f"POST {_P}/launch-queues": Case({"name": "walked-4", "resource": "local-process"}),
    f"PUT {_P}/launch-queues/{{queue}}": Case({"resource": "local-process"}),
    f"POST {_P}/launch-queues/{{queue}}/items": Case(
        {"job": "{entity}/{project}/j:v0", "entity": "{entity}", "project": "{project}"}
    ),
    f"DELETE {_P}/launch-queues/{{queue}}": Case(),
    f"GET {_P}/launch-queues/{{queue}}/items": Case(),
    f"DELETE {_P}/launch-queues/{{queue}}/items/{{item_number}}": Case(),
    f"GET {_P}/launch-agents": Case(),
    f"POST {_P}/launch-agents/{{agent_number}}/stop": Case(path={"agent_number": "{launch_agent_number}"}),
    f"GET {_P}/automations": Case(writes=True),
    f"POST {_P}/automations": Case({"name": "walked-4", "event": "run_state", **_NATIVE_AUTOMATION}),
    f"GET {_P}/automations/{{automation_id}}": Case(writes=True, path=_OF_AUTOMATION),
    f"PATCH {_P}/automations/{{automation_id}}": Case({"description": "walked"}, path=_OF_AUTOMATION),
    f"DELETE {_P}/automations/{{automation_id}}": Case(path=_OF_AUTOMATION),
    f"POST {_P}/automations/{{automation_id}}/test": Case(path=_OF_AUTOMATION),
    f"GET {_P}/deliveries": Case(writes=True),
    f"GET {_P}/deliveries/{{delivery_id}}": Case(writes=True, path=_OF_DELIVERY),
    f"POST {_P}/deliveries/{{delivery_id}}/redeliver": Case(path=_OF_DELIVERY, works=False),
    f"GET {_P}/alert-channels": Case(),
    f"POST {_P}/alert-channels": Case({"integration_id": "{integration_number}"}),
    f"DELETE {_P}/alert-channels/{{channel_id}}": Case(path={"channel_id": "{channel_number}"}),
    f"GET {_API}/alert-channels": Case(guard=Guard.CALLER),
    f"POST {_API}/alert-channels": Case({"integration_id": "{integration_number}"}, Guard.CALLER),
    f"DELETE {_API}/alert-channels/{{channel_id}}": Case(
        guard=Guard.CALLER, path={"channel_id": "{own_channel_number}"}
    ),
    f"GET {_API}/entities/{{entity}}/integrations": Case(),
    f"POST {_API}/entities/{{entity}}/integrations": Case(
        {"kind": "email", "name": "walked", "values": {"address": "walked@example.com"}}, Guard.TEAM_ADMIN
    ),
    f"PATCH {_API}/entities/{{entity}}/integrations/{{integration_id}}": Case(
        {"name": "walked"}, Guard.TEAM_ADMIN, path=_OF_INTEGRATION
    ),
    f"DELETE {_API}/entities/{{entity}}/integrations/{{integration_id}}": Case(
        guard=Guard.TEAM_ADMIN, path=_OF_INTEGRATION, works=False
    ),
    f"GET {_API}/entities/{{entity}}/secrets": Case(),
    f"PUT {_API}/entities/{{entity}}/secrets/{{name}}": Case(
        {"value": "walked"}, Guard.TEAM_ADMIN, path={"name": "WALKED"}
    ),
    f"DELETE {_API}/entities/{{entity}}/secrets/{{name}}": Case(guard=Guard.TEAM_ADMIN, path={"name": "{secret}"}),
    f"POST {_P}/spans/search": Case(writes=False),
    f"POST {_P}/spans/facets": Case(writes=False),
    f"POST {_P}/spans/series": Case(writes=False),
    f"GET {_P}/span-mapping": Case(),
    f"GET {_P}/span-mapping/versions": Case(),
    f"GET {_P}/span-mapping/unmapped": Case(),
    f"PUT {_P}/span-mapping": Case({"document": "", "after": 0}),
    f"POST {_P}/span-mapping/preview": Case({"document": ""}, writes=False),
    f"POST {_P}/span-mapping/reapply": Case(),
    f"GET {_P}/prices": Case(),
    f"GET {_P}/prices/models": Case(),
    f"POST {_P}/prices": Case({"model": "walked", "input": 1, "output": 2}),
    f"POST {_P}/prices/recompute": Case(),
    f"DELETE {_P}/prices/{{price_id}}": Case(path={"price_id": "none"}),
    f"POST {_P}/sessions/search": Case(writes=False),
    f"POST {_P}/sessions/turns": Case({"session_id": "none"}, writes=False),
    f"POST {_P}/trace-users/search": Case(writes=False),
    f"GET {_P}/traces/{{trace}}/judgements": Case(path={"trace": "{trace_of_call}"}),
    f"POST {_P}/traces/{{trace}}/spans/{{span}}/judgements": Case(
        {"name": "walked", "value": 1}, path={"trace": "{trace_of_call}", "span": "{call}"}
    ),
    f"DELETE {_P}/judgements/{{feedback}}": Case(),
    f"POST {_P}/datasets/{{name}}/rows": Case(
        {"spans": [{"trace_id": "{trace_of_call}", "span_id": "{call}"}]}, path={"name": "walked-spans"}
    ),
    f"GET {_P}/objects": Case(),
    f"POST {_P}/objects": Case({"name": "walked-prompt", "kind": "prompt", "value": {"content": "walked"}}),
    f"GET {_P}/objects/{{name}}/versions": Case(path={"name": "{object}"}),
    f"GET {_P}/objects/{{name}}/versions/{{version}}": Case(path={"name": "{object}", "version": "{object_digest}"}),
    f"GET {_P}/object-tables/{{table}}/rows": Case(path={"table": "{table_digest}"}),
    f"GET {_P}/evaluations": Case(),
    f"GET {_P}/evaluations/{{call}}": Case(path={"call": "{evaluation_run}"}),
    f"GET {_P}/annotation-queues": Case(),
    f"POST {_P}/annotation-queues": Case({"name": "walked"}),
    f"GET {_P}/annotation-queues/{{queue}}": Case(path=_ANNOTATION_QUEUE),
    f"DELETE {_P}/annotation-queues/{{queue}}": Case(path=_ANNOTATION_QUEUE),
    f"POST {_P}/annotation-queues/{{queue}}/items": Case({"span_ids": ["{call}"]}, path=_ANNOTATION_QUEUE),
    f"POST {_P}/annotation-queues/{{queue}}/items/{{item}}/progress": Case(
        {"state": "in_progress"}, path={**_ANNOTATION_QUEUE, "item": "{queue_item}"}
    ),
    f"GET {_P}/traces/{{trace}}": Case(path={"trace": "0" * 32}, works=False),
    f"GET {_P}/traces/{{trace}}/spans/{{span}}": Case(path={"trace": "0" * 32, "span": "0" * 16}, works=False),
    f"GET {_P}/object-files/{{name}}": Case(path={"name": "0" * 43}, works=False),
    "POST /api/public/media": Case(
        {"sha256Hash": "A" * 43 + "=", "contentLength": 3, "contentType": "image/png", "field": "input"}, Guard.CALLER
    ),
    "PATCH /api/public/media/{media_id}": Case({}, Guard.CALLER, path={"media_id": "A" * 22}),
    "POST /api/public/scores": Case([{"name": "walked", "value": 1, "observationId": "0" * 16}], Guard.CALLER),
    "POST /api/public/ingestion": Case({"batch": []}, Guard.CALLER),
    "GET /api/public/projects": Case(guard=Guard.CALLER),
    **dict.fromkeys(
        (f"{method} /api/public/{{rest:path}}" for method in METHODS),
        Case(guard=Guard.CALLER, writes=False, works=False, path={"rest": "walked"}),
    ),
    "PUT /storage/objects/{project_id:int}/files/{digest}": Case(
        guard=Guard.SIGNED, path={"project_id": "1", "digest": "A" * 43}
    ),
    **dict.fromkeys((f"POST /v1/{signal}" for signal in ("traces", "metrics", "logs")), _OTLP),
    **dict.fromkeys(
        (f"POST {prefix}/otel/v1/traces" for prefix in ("", "/agents", "/api/public", "/traces")),
        _OTLP,
    ),
    **WEAVE,
    f"POST {_API}/live": Case(
        {"topics": [{"kind": "points", "entity": "{entity}", "project": "{project}"}]}, writes=False
    ),
}
