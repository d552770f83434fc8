"""Saved views: how somebody looked at a project, to be looked at again; reports and workspaces of clients among them."""

from runlake.products.views.product import Views
from runlake.products.views.view import View, ViewChange, ViewKind, ViewsQuery

__all__ = ["View", "ViewChange", "ViewKind", "Views", "ViewsQuery"]
