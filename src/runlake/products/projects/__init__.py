"""Projects: named spaces of an entity, and the unit of permission."""

from runlake.products.projects.product import ProjectChange, Projects

__all__ = ["ProjectChange", "Projects"]
