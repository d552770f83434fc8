/** The first automation, in the words of wandb's client. */
export const FIRST_AUTOMATION = `import wandb
from wandb.automations import OnRunState, RunEvent, SendWebhook

api = wandb.Api()
event = OnRunState(
    scope=api.project("my-project"),
    filter=RunEvent.state.eq("failed"),
)
action = SendWebhook.from_integration(next(api.webhook_integrations()))
api.create_automation(event >> action, name="tell-ci")`

/** The variables that a form offers; the guide has them all. */
export const VARIABLES = {
  alias: ["artifact_version_string", "artifact_collection_name", "alias", "event_author", "url"],
  tag: ["artifact_version_string", "artifact_collection_name", "tag", "event_author", "url"],
  states: ["run_name", "run_id", "run_state", "run_owner", "url"],
  metric: ["run_name", "metric_name", "metric_value", "metric_measured", "metric_step", "url"],
} as const
