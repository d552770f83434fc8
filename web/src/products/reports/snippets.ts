/** What a person copies to begin: a report with text and a live chart, from Python. */
export function firstReport(origin: string, entity: string, project: string): string {
  return `# pip install wandb wandb-workspaces
# export WANDB_BASE_URL=${origin}
import wandb_workspaces.reports.v2 as wr

wr.Report(
    entity="${entity}",
    project="${project}",
    title="First results",
    blocks=[
        wr.H1("What we see"),
        wr.PanelGrid(
            runsets=[wr.Runset("${entity}", "${project}")],
            panels=[wr.LinePlot(x="Step", y=["loss"])],
        ),
    ],
).save()`
}
