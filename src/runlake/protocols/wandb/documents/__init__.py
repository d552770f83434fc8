"""What clients save as text for people to look at: run sets of reports and workspaces, layouts of panels. Pure."""

from runlake.protocols.wandb.documents.run_sets import run_sets_of_text
from runlake.protocols.wandb.documents.workspaces import search_of, with_search

__all__ = ["run_sets_of_text", "search_of", "with_search"]
