"""Saved views: how somebody looked at a project, to be looked at again; reports and workspaces of clients among them."""

from runlake.products.views.links import MOST_PROJECTS, ReportLink, ReportLinks
from runlake.products.views.product import Views
from runlake.products.views.reports import Reports
from runlake.products.views.sharing import OpenedReport, ShownRuns
from runlake.products.views.versions import ViewVersion
from runlake.products.views.view import View, ViewChange, ViewKind, ViewsQuery

__all__ = [
    "MOST_PROJECTS",
    "OpenedReport",
    "ReportLink",
    "ReportLinks",
    "Reports",
    "ShownRuns",
    "View",
    "ViewChange",
    "ViewKind",
    "ViewVersion",
    "Views",
    "ViewsQuery",
]
