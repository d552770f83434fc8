"""What these commands are told of where to look."""

from typing import TYPE_CHECKING, Annotated

import typer

from runlake.sdk.places import default_project

if TYPE_CHECKING:
    from runlake.sdk.reading import Api, RunView

Url = Annotated[
    str | None,
    typer.Option("--url", help="Address of the server.  [default: of the last login]", envvar=None, show_default=False),
]
Project = Annotated[
    str | None,
    typer.Option(
        "--project",
        "-p",
        help="Project, or entity/project.  [default: RUNLAKE_PROJECT]",
        envvar=None,
        show_default=False,
    ),
]
RunPath = Annotated[
    str, typer.Argument(metavar="RUN", help="entity/project/id, project/id, or id.", show_default=False)
]


def project_or_default(project: str | None) -> str:
    """The project as given, else that of runs that name none."""
    return project or default_project()


def api_of(url: str | None) -> "Api":
    """The server. The library is loaded here: commands that read nothing start without it."""
    from runlake.sdk.reading import Api

    return Api(url=url)


def find_run(path: str, url: str | None, project: str | None) -> "RunView":
    """The run; an id alone is one of the project. Raises NotFound."""
    return api_of(url).run(path if "/" in path else f"{project_or_default(project)}/{path}")
