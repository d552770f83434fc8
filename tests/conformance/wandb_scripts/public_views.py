"""Reports and workspaces, with the package that makes them."""

import base64
import json
import os
import sys

import requests
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
link = report.enable_share_link()
token = link.split("accessToken=")[1]
shared = requests.get(os.environ["WANDB_BASE_URL"] + "/api/v1/shared-report", headers={"X-Report-Link": token}).json()
found["share"] = [shared["title"], report.get_share_url() == link == report.enable_share_link()]
found["share"] += [report.disable_share_link(), report.get_share_url()]

# What another client changes in one paragraph: the package reads all else as it was.
base, key = os.environ["WANDB_BASE_URL"], os.environ["WANDB_API_KEY"]
every = reports.Report(
    project=project,
    entity=entity,
    title="Every block",
    blocks=[
        reports.TableOfContents(),
        reports.H2(["Two ", reports.Link("link", "https://x.org")]),
        reports.P(["a ", reports.InlineLatex("e=mc^2"), " b ", reports.InlineCode("code")]),
        reports.CheckedList([reports.CheckedListItem("done", checked=True)]),
        reports.OrderedList(["one", "two"]),
        reports.CalloutBlock("call"),
        reports.CodeBlock("x = 1", language="python"),
        reports.LatexBlock("x^2"),
        reports.MarkdownBlock("**md**"),
        reports.H1("Folded", collapsed_blocks=[reports.P("inside")]),
        reports.PanelGrid(
            runsets=[reports.Runset(entity, project, filters="Config('lr') >= 0.001", groupby=["config.lr"])],
            panels=[
                reports.LinePlot(y=["loss"], smoothing_factor=0.5, smoothing_type="exponential", log_y=True),
                reports.BarPlot(metrics=["loss"]),
                reports.ScalarChart(metric="loss"),
                reports.ScatterPlot(x=reports.Config("lr"), y=reports.SummaryMetric("loss")),
                reports.RunComparer(diff_only="split"),
                reports.MarkdownPanel("# hi"),
            ],
        ),
    ],
)
every.save()
number = base64.b64decode(every.id + "==").decode().split(":")[1]
address = f"{base}/api/v1/projects/{entity}/{project}/reports/{number}"
seen = reports.Report.from_url(every.url).blocks
before = requests.get(address, auth=("api", key)).json()
edited = before["spec"].replace('"text":"a "', '"text":"edited "')
answer = requests.patch(address, auth=("api", key), json={"base_version": before["version"], "spec": edited})
answer.raise_for_status()
again = reports.Report.from_url(every.url).blocks
found["native"] = {
    "blocks": len(again),
    "differ": [type(old).__name__ for old, new in zip(seen, again, strict=True) if str(old) != str(new)],
    "text": again[2].text[0],
    "panels": [type(panel).__name__ for panel in again[-1].panels],
    "filters": again[-1].runsets[0].filters,
}
every.delete()

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
