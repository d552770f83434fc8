"""Reports and workspaces, with the package that makes them."""

import base64
import json
import os
import sys
from urllib.parse import parse_qs, urlencode

import requests
import wandb
import wandb_workspaces.reports.v2 as reports
import wandb_workspaces.workspaces as workspaces
from wandb_workspaces import expr

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

# A workspace opens on the page as what it says, is changed there, and is read by the package again.
wall = workspaces.Workspace(
    name="Everything",
    entity=entity,
    project=project,
    sections=[
        workspaces.Section(
            name="Training",
            is_open=True,
            panels=[
                reports.LinePlot(title="Loss", y=["loss"], log_y=True),
                reports.LinePlot(y=["loss", "acc"]),
                reports.ScalarChart(metric="loss"),
                reports.BarPlot(metrics=["loss"]),
            ],
        ),
        workspaces.Section(
            name="Rest",
            panels=[
                reports.ScatterPlot(x=reports.Config("lr"), y=reports.SummaryMetric("loss")),
                reports.ParallelCoordinatesPlot(
                    columns=[
                        reports.ParallelCoordinatesPlotColumn(metric=reports.Config("lr")),
                        reports.ParallelCoordinatesPlotColumn(metric=reports.SummaryMetric("loss")),
                    ]
                ),
                reports.MarkdownPanel(markdown="# Hello"),
                reports.RunComparer(diff_only=True),
                reports.MediaBrowser(media_keys=["img"]),
                reports.CustomChart(query={"summary": ["loss"]}, chart_name="wandb/bar/v0"),
            ],
        ),
    ],
    settings=workspaces.WorkspaceSettings(x_axis="_timestamp", smoothing_type="gaussian", smoothing_weight=40),
    runset_settings=workspaces.RunsetSettings(
        filters="Config('lr') >= 0.001",
        groupby=[expr.Config("lr")],
        run_settings={"r1": workspaces.RunSettings(color="#ff0000"), "r2": workspaces.RunSettings(disabled=True)},
    ),
)
wall.save()
seen = workspaces.Workspace.from_url(wall.url)
saved_views = f"{base}/api/v1/projects/{entity}/{project}/views"
(row,) = [each for each in requests.get(saved_views, auth=("api", key)).json()["views"] if each["name"] == "Everything"]
page = {name: values[0] for name, values in parse_qs(row["url_search"].removeprefix("?")).items()}
board = json.loads(base64.urlsafe_b64decode(page.pop("board") + "=="))
found["page"] = {**page, "kinds": [panel["kind"] for panel in board["panels"]], "name": row["client_name"] in wall.url}
board["panels"][0]["title"] = "Changed on the page"
packed = base64.urlsafe_b64encode(json.dumps(board).encode()).decode().rstrip("=")
change = {"url_search": "?" + urlencode({**page, "c.smooth": "ema:0.5", "board": packed})}
requests.patch(f"{saved_views}/{row['view_id']}", auth=("api", key), json=change).raise_for_status()
changed = workspaces.Workspace.from_url(wall.url)
before, after = str(seen.sections), str(changed.sections)
found["changed"] = [
    changed.sections[0].panels[0].title,
    changed.settings.smoothing_type,
    changed.settings.smoothing_weight,
]
found["kept"] = [
    before == after.replace("Changed on the page", "Loss"),
    str(changed.runset_settings) == str(seen.runset_settings),
    str(changed.settings.x_axis) == str(seen.settings.x_axis),
]
new = {"name": "Made on the page", "url_search": "?" + urlencode({"sort": "-config.lr", "board": packed})}
made = requests.post(saved_views, auth=("api", key), json=new).json()
opened = workspaces.Workspace.from_url(f"{base}/{entity}/{project}?nw={made['client_name']}")
found["made"] = [
    opened.name,
    [len(section.panels) for section in opened.sections],
    opened.runset_settings.order[0].item.name,
]
opened.save()
again = requests.get(saved_views, auth=("api", key)).json()["views"]
found["still_own"] = [each["shared"] for each in again if each["view_id"] == made["view_id"]]
found["deleted"] = loaded.delete()
found["left"] = len(list(wandb.Api().reports(f"{entity}/{project}")))
print("RESULT", json.dumps(found))
