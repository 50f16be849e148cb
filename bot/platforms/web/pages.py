"""The files of the page, read once and served with an ETag."""

from hashlib import sha256
from importlib import resources
from pathlib import PurePath

from aiohttp import web

TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
SAID = b"<!-- said -->"  # where the login page says what went wrong


class Pages:
    """Holds every file of the page."""

    def __init__(self) -> None:
        folder = resources.files(__package__).joinpath("page")
        self._files = {file.name: file.read_bytes() for file in folder.iterdir()}

    def serve(self, request: web.Request, name: str) -> web.Response:
        """Answer with the file, or say that the browser has it already."""
        content = self._files.get(name)
        if content is None:
            raise web.HTTPNotFound
        tag = sha256(content).hexdigest()[:16]
        if any(known.value == tag for known in request.if_none_match or ()):
            response = web.Response(status=304)
        else:
            response = _page(content, name)
        response.etag = tag
        response.headers["Cache-Control"] = "no-cache"  # kept, but asked for each time
        return response

    def login(self, said: str = "", *, status: int = 401) -> web.Response:
        """Ask for the token, saying what was wrong with the last one."""
        note = f'<p role="alert">{said}</p>'.encode() if said else b""
        response = _page(self._files["login.html"].replace(SAID, note), "login.html")
        response.set_status(status)
        # Under no-referrer a browser posts this form with `Origin: null`, which anyone could.
        response.headers["Referrer-Policy"] = "same-origin"
        return response


def _page(content: bytes, name: str) -> web.Response:
    return web.Response(body=content, content_type=TYPES[PurePath(name).suffix], charset="utf-8")
