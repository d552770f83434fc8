"""`runlake sql`: a question about a project, in the terminal."""

from typing import Annotated

import typer

from runlake.cli.options import AsJson
from runlake.cli.output import print_json, print_line, print_table
from runlake.cli.reading.places import Project, Url, api_of, project_or_default
from runlake.cli.reading.runs import shown


def sql(
    query: Annotated[
        str, typer.Argument(help="One SELECT over points, runs, spans, … of the project.", show_default=False)
    ],
    project: Project = None,
    url: Url = None,
    as_json: AsJson = False,
) -> None:
    """Ask a project in SQL."""
    rows = api_of(url).sql(query, project=project_or_default(project)).rows()
    if as_json:
        print_json(rows)
    elif rows:
        print_table(tuple(rows[0]), [{name: shown(value) for name, value in row.items()} for row in rows])
    else:
        print_line("no rows")
