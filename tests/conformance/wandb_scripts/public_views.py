"""Reports and workspaces, with the package that makes them."""

import json
import sys

import wandb
import wandb_workspaces.reports.v2 as reports
import wandb_workspaces.workspaces as workspaces

project = sys.argv[1] + "-views"
entity = "alice"
wandb.Api().create_project(project, entity)

report = reports.Report(
    project=project,
    entity=entity,
    title="Results",
    description="of a test",
    blocks=[
        reports.H1("Losses ü"),
        reports.PanelGrid(runsets=[reports.Runset(entity, project)], panels=[reports.LinePlot(x="Step", y=["loss"])]),
    ],
)
report.save()
loaded = reports.Report.from_url(report.url)
found = {
    "title": loaded.title,
    "description": loaded.description,
    "blocks": [type(block).__name__ for block in loaded.blocks],
    "heading": loaded.blocks[0].text,
    "metric": loaded.blocks[1].panels[0].y[0].name,
}
loaded.title = "Better results"
loaded.save()
draft = reports.Report(project=project, entity=entity, title="Not yet")
draft.save(draft=True)
found["reports"] = [each.display_name for each in wandb.Api().reports(f"{entity}/{project}")]
found["named"] = [each.display_name for each in wandb.Api().reports(f"{entity}/{project}", name="Better results")]
found["spec"] = sorted(next(iter(wandb.Api().reports(f"{entity}/{project}"))).spec)[:3]
try:
    report.enable_share_link()
    found["share"] = "made"
except Exception as error:
    found["share"] = str(error)

space = workspaces.Workspace(
    name="Wall",
    entity=entity,
    project=project,
    sections=[workspaces.Section(name="Training", panels=[reports.LinePlot(y=["loss"])])],
)
space.save()
again = workspaces.Workspace.from_url(space.url)
found["workspace"] = [again.name, again.sections[0].name]
again.name = "Wall 2"
again.save()
again.save_as_new_view()
found["copies"] = [workspaces.Workspace.from_url(each.url).name for each in (space, again)]
found["same_view"] = space.url == again.url
found["deleted"] = loaded.delete()
found["left"] = len(list(wandb.Api().reports(f"{entity}/{project}")))
print("RESULT", json.dumps(found))
