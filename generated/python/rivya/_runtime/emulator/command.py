"""The command line of the emulator: `python -m rivya.emulator --port 8765`."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Sequence

from .server import READY_KEY, Emulator, MissingExtraError

PROGRAM = "python -m rivya.emulator"
PORT = 8765


def main(emulator: type[Emulator], arguments: Sequence[str]) -> int:
    """Serve until Ctrl-C, and return the exit status of the process."""
    options = _parser().parse_args(arguments)
    server = emulator(
        options.port, options.host, key=options.key, credits=options.credits, job_seconds=options.job_seconds
    )
    try:
        with server:
            # What ends a server in a container or a test is a SIGTERM, and it should clean up no less.
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            print(_welcome(server), flush=True)
            threading.Event().wait()
    except KeyboardInterrupt:
        return 0
    except MissingExtraError as error:
        print(f"{PROGRAM}: {error}", file=sys.stderr)
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "this is no host name"
        print(f"{PROGRAM}: cannot listen on {options.host} port {options.port}: {reason}", file=sys.stderr)
    return 1


def _welcome(server: Emulator) -> str:
    platform = server.world.platform
    return (
        f"The Rivya API, emulated, at {server.url} with {server.credits} credits. Ctrl-C ends it.\n"
        f"The key is {server.key}. In the shell of the client:\n\n"
        f"  export {platform.base_url_variable}={server.url}\n"
        f"  export {platform.api_key_variable}={server.key}\n"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=PROGRAM, description="Serve the Rivya API from this machine, without an account."
    )
    parser.add_argument("--port", type=_port, default=PORT, help="0 picks a free one (default: %(default)s)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
    parser.add_argument("--credits", type=_amount, default=1000, help="what the wallet holds (default: %(default)s)")
    parser.add_argument("--job-seconds", type=_amount, default=0.6, help="how long a job takes (default: %(default)s)")
    parser.add_argument("--key", type=_key, default=READY_KEY, help="the API key to accept (default: %(default)s)")
    return parser


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65_535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return port


def _amount(text: str) -> float:
    amount = float(text)
    if not 0 <= amount < float("inf"):
        raise argparse.ArgumentTypeError("has to be a number, and not negative")
    return int(amount) if amount.is_integer() else amount


def _key(text: str) -> str:
    if not text.isascii() or not text.isprintable() or not text or " " in text:
        raise argparse.ArgumentTypeError("a key is a word of ASCII characters")
    return text
