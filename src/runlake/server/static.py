"""The built web UI: hashed assets, and index.html for every page route."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

_IN_PACKAGE = Path(__file__).parent / "web"
_IN_CHECKOUT = Path(__file__).parents[3] / "web" / "dist"
_NOT_PAGES = ("api/", "graphql", "files/", "storage/", "assets/", "artifacts/", "artifactsV2/", "sdk/", "oidc/")
_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self'; worker-src 'self' blob:; connect-src 'self' blob:; frame-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
_NOT_BUILT = """<!doctype html><title>Runlake</title><body style="font:16px system-ui;margin:4rem">
<h1>Runlake is running</h1><p>The web UI is not built. Run <code>make up</code>, or <code>npm run build</code> in
<code>web/</code>.</p></body>"""


def find_web_root() -> Path | None:
    """The folder with the built UI: inside the package, or in a checkout's `web/dist`."""
    return next((path for path in (_IN_PACKAGE, _IN_CHECKOUT) if (path / "index.html").is_file()), None)


def static_routes() -> list[BaseRoute]:
    """Routes for the UI; they come last, since they answer for every page address."""
    root = find_web_root()
    pages = _Pages(root)
    routes: list[BaseRoute] = [Route("/{path:path}", pages.page, methods=["GET", "HEAD"])]
    if root is not None and (root / "assets").is_dir():
        routes.insert(0, Mount("/assets", _Immutable(directory=root / "assets")))
    return routes


class _Immutable(StaticFiles):
    """Files whose names hold a hash of their content."""

    def file_response(self, *args, **kwargs) -> Response:  # type: ignore[no-untyped-def]
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


class _Pages:
    def __init__(self, root: Path | None) -> None:
        self._root = root
        self._files = frozenset(path.name for path in root.iterdir() if path.is_file()) if root else frozenset[str]()

    async def page(self, request: Request) -> Response:
        path = request.path_params["path"]
        if path.startswith(_NOT_PAGES):
            body = {"error": {"code": "not_found", "message": f"nothing is at /{path[:200]}"}}
            return JSONResponse(body, 404)
        if self._root is None:
            return HTMLResponse(_NOT_BUILT, 200)
        if path in self._files and path != "index.html":
            return FileResponse(self._root / path)
        headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
        return FileResponse(self._root / "index.html", headers=headers)
