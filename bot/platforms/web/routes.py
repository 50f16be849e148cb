"""What the desk answers to: its page, its figures, its events and its questions."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

import msgspec
from aiohttp import ClientConnectionError, web
from aiohttp.typedefs import Handler

from bot.platforms.web.asking import TEXT_LIMIT, Asking, Question
from bot.platforms.web.guard import Guard, protect
from bot.platforms.web.hooks import PATH, Hooks
from bot.platforms.web.pages import Pages
from bot.platforms.web.sse import LISTENERS, RETRY, Hub, event
from bot.platforms.web.view import View

BODY_LIMIT = 4096  # bytes

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Routes:
    """Answers every address of the desk."""

    view: View
    hub: Hub
    guard: Guard
    health: Callable[[], Mapping[str, Any]]
    asking: Asking
    pages: Pages
    hooks: Hooks | None = None

    def application(self, *, login: bool) -> web.Application:
        """Put every address in one application; that for signing in only where it leads on."""
        app = web.Application(client_max_size=BODY_LIMIT, middlewares=[self._gate])
        app.on_response_prepare.append(_protected)
        app.router.add_get("/", self._page)
        app.router.add_get("/static/{name}", self._static)
        app.router.add_get("/api/desk", self._desk)
        app.router.add_post("/api/ask", self._ask)
        app.router.add_get("/events", self._events, allow_head=False)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        if self.hooks is not None:
            app.router.add_post(f"{PATH}{{name}}", self.hooks.signed)
            app.router.add_post(f"{PATH}{{name}}/{{token}}", self.hooks.known)
        if login:
            app.router.add_get("/login", self._login_page)
            app.router.add_get("/login.css", self._login_style)
            app.router.add_post("/login", self._login)
        return app

    @web.middleware
    async def _gate(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            # Programs that ring vouch for themselves, and know no token of ours.
            rings = _pattern(request).startswith(PATH)
            refused = None if rings else self.guard.refuses(request)
            if refused is None:
                return await handler(request)
        except web.HTTPException as error:
            refused = error
        except Exception:  # noqa: BLE001 (one command: its neighbours live)
            # Its pattern, for the path itself may hold a secret.
            _log.exception("the desk could not answer", extra={"path": _pattern(request)})
            refused = web.HTTPInternalServerError(text="That failed here; the log says why.")
        if refused.status == HTTPStatus.UNAUTHORIZED and request.path == "/":
            return self.pages.login()
        return _refusal(refused)

    async def _page(self, request: web.Request) -> web.Response:
        return self.pages.serve(request, "desk.html")

    async def _static(self, request: web.Request) -> web.Response:
        return self.pages.serve(request, request.match_info["name"])

    async def _desk(self, _: web.Request) -> web.Response:
        return _json(self.view.look())

    async def _ask(self, request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType(text="Send JSON, with its content type.")
        try:
            question = msgspec.json.decode(await request.read(), type=Question)
        except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
            raise web.HTTPBadRequest(
                text=f'Send {{"text": "/help"}} with at most {TEXT_LIMIT} characters.'
            ) from error
        return _json(await self.asking.ask(question))

    async def _events(self, request: web.Request) -> web.StreamResponse:
        if self.hub.full:
            raise web.HTTPServiceUnavailable(
                text=f"{LISTENERS} pages are open already; close one.",
                headers={"Retry-After": "10"},
            )
        transport = request.transport
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
        )
        if transport is None:
            return response  # gone before it was answered
        whole = event("desk", self.view.told(afresh=not self.hub))
        with self.hub.joined(transport) as listener:
            listener.offer(RETRY + whole)
            try:
                await response.prepare(request)
                await listener.follow(response)
            except (ConnectionError, ClientConnectionError):  # aiohttp says either
                _log.debug("a page left", extra={"open": len(self.hub)})
        return response

    async def _healthz(self, _: web.Request) -> web.Response:
        return self._probe("live")

    async def _readyz(self, _: web.Request) -> web.Response:
        return self._probe("ready")

    def _probe(self, what: str) -> web.Response:
        health = self.health()
        status = 200 if health[what] else 503
        well = "degraded" if health.get("degraded") else "ok"
        return _json({"status": well if health[what] else f"not {what}", **health}, status=status)

    async def _login_page(self, _: web.Request) -> web.Response:
        return self.pages.login(status=200)

    async def _login_style(self, request: web.Request) -> web.Response:
        return self.pages.serve(request, "login.css")

    async def _login(self, request: web.Request) -> web.Response:
        if request.content_type != "application/x-www-form-urlencoded":
            raise web.HTTPUnsupportedMediaType(text="Send the form of the login page.")
        form = parse_qs((await request.read()).decode(errors="replace"))
        doubt = self.guard.doubts(request, form.get("token", [""])[0])
        if doubt is not None:
            response = self.pages.login(doubt.text or "", status=doubt.status)
        else:
            response = web.Response(status=303, headers={"Location": "/"})
            self.guard.admit(request, response)
        return response


# What the path was found to be: `/hooks/{name}`, or nothing.
def _pattern(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource else ""


async def _protected(_: web.Request, response: web.StreamResponse) -> None:
    protect(response)


def _json(content: object, *, status: int = 200) -> web.Response:
    return web.Response(
        body=msgspec.json.encode(content),
        status=status,
        content_type="application/json",
    )


_SENTENCES = {
    HTTPStatus.NOT_FOUND: "There is nothing at this address.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take that method.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "That is too long; send less.",
}


def _refusal(refused: web.HTTPException) -> web.Response:
    sentence = _SENTENCES.get(HTTPStatus(refused.status), refused.text)
    response = _json({"error": sentence}, status=refused.status)
    for header in ("Allow", "Retry-After"):
        if header in refused.headers:
            response.headers[header] = refused.headers[header]
    return response
