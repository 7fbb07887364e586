import os

from rivya import webhooks
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

SECRET = os.environ["RIVYA_WEBHOOK_SECRET"]
seen: set[str] = set()


async def receive(request: Request) -> Response:
    try:
        event = webhooks.parse_event(await request.body(), request.headers, SECRET)
    except webhooks.WebhookVerificationError:
        return Response(status_code=400)
    if event.id not in seen:
        seen.add(event.id)
        if event.generation is not None:
            print(event.type, event.generation.id, event.generation.status)
    return Response(status_code=204)


app = Starlette(routes=[Route("/rivya/webhook", receive, methods=["POST"])])
