"""The command line of the emulator: `python -m rivya.emulator --port 8765`."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from queue import SimpleQueue

from ._api.access import READY_KEY, STATES, Key
from ._faults.faults import FAULT_HEADER, KINDS
from ._state.state_file import StateFileError
from .emulator import Emulator, MissingExtraError
from .undocumented import load_assumptions

PROGRAM = "python -m rivya.emulator"
PORT = 8765
DESCRIPTION = """\
Serve the Rivya API from this machine, without an account: jobs, files, credits, chat with sessions and streams, and
signed webhooks. Where the vendor's documentation is silent it picks something; --assumptions lists what."""


def main(emulator: type[Emulator], arguments: Sequence[str]) -> int:
    """Serve until Ctrl-C, and return the exit status of the process."""
    parser = _parser(emulator)
    options = vars(parser.parse_args(arguments))
    if locale := options.pop("assumptions"):
        print(_assumptions(locale))
        return 0
    try:
        options["keys"] = dict(options["keys"])
        server = emulator(**options)
    except ValueError as error:
        parser.error(str(error))
    end = _wanted_end()
    try:
        with server:
            print(_welcome(server), flush=True)
            end.get()
    except (MissingExtraError, StateFileError) as error:
        print(f"{PROGRAM}: {error}", file=sys.stderr)
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "this is no host name"
        print(f"{PROGRAM}: cannot listen on {options['host']} port {options['port']}: {reason}", file=sys.stderr)
    else:
        return 0
    return 1


def _wanted_end() -> SimpleQueue[int]:
    """Return what gets the number of Ctrl-C or SIGTERM, by which a server in a container or a test is ended.

    A signal interrupts nothing: a half-done import or a half-done end would show a traceback.
    """
    wanted: SimpleQueue[int] = SimpleQueue()
    for number in (signal.SIGINT, signal.SIGTERM):
        # A shell starts what runs in the background with its Ctrl-C ignored.
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda number, _: wanted.put(number))
    return wanted


def _welcome(server: Emulator) -> str:
    platform = server.served_api.platform
    return (
        f"The Rivya API, emulated, at {server.url} with {server.credits} credits. Ctrl-C ends it.\n"
        f"The key is {server.key}. In the shell of the client:\n\n"
        f"  export {platform.base_url_variable}={server.url}\n"
        f"  export {platform.api_key_variable}={server.key}\n"
    )


def _assumptions(locale: str) -> str:
    return "\n".join(
        f"{assumption.silent_on[locale]}\n    {assumption.emulator[locale]}" for assumption in load_assumptions()
    )


def _parser(emulator: type[Emulator]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description=DESCRIPTION,
        epilog=_fault_help(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--port", type=int, default=PORT, help="0 picks a free one (default: %(default)s)")
    add("--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
    add("--credits", type=float, default=1000, help="what a new wallet holds (default: %(default)s)")
    add("--job-seconds", type=float, default=0.6, help="how long a job takes (default: %(default)s)")
    add("--key", default=READY_KEY, help="the API key to accept (default: %(default)s)")
    scopes = ", ".join(emulator.served_api.platform.scopes)
    also_key_help = f"another key: revoked, expired, or its scopes, from {scopes}"
    add("--also-key", dest="keys", type=_key, default=[], action="append", metavar="KEY=WHAT", help=also_key_help)
    add("--state", metavar="FILE", help="keep everything in this private file, also when killed (default: nowhere)")
    add("--rate-limit", type=_rate_limit, metavar="N/SECONDS", help="429 for a key after N requests in so many seconds")
    add("--disabled", action="store_true", help="answer everything with public_api_disabled")
    add("--fault", dest="faults", default=[], action="append", metavar="FAULT", help="what goes wrong; see below")
    add("--allow-local-webhooks", action="store_true", help="let webhooks go to http addresses and to this machine")
    locales = list(load_assumptions()[0].emulator)
    assumptions_help = "print what it picks, in a language, and end"
    add("--assumptions", nargs="?", const=locales[0], choices=locales, help=assumptions_help)
    return parser


def _fault_help() -> str:
    rows = (f"  {kind:<9} {row.meaning} ({row.value.wanted}; {row.default or 'none'})" for kind, row in KINDS.items())
    kinds = "\n".join(rows)
    return (
        "A FAULT is KIND[=VALUE][;operation=NAME][;times=N][;retry_after=SECONDS], several with commas between.\n"
        "Without an operation it strikes any, without times once; `media` is what serves files. A request may carry\n"
        f"its own in the header {FAULT_HEADER}: it strikes each request that carries it or,\n"
        "with times, the first so many of the same method, path and Idempotency-Key. The kinds:\n\n"
        f"{kinds}\n\n"
        "For example: --fault 'drop=after;operation=generations.create;times=20'"
    )


def _key(text: str) -> tuple[str, Key]:
    name, _, value = text.partition("=")
    scopes = frozenset(filter(None, value.split(",")))
    if not scopes:
        raise argparse.ArgumentTypeError("it has the form KEY=revoked, KEY=expired or KEY=scope,scope")
    return name, next((Key(state=state) for state in STATES if value == state), Key(scopes))


def _rate_limit(text: str) -> tuple[int, float]:
    try:
        requests, seconds = text.split("/")
        return int(requests), float(seconds)
    except ValueError:
        raise argparse.ArgumentTypeError("it has the form REQUESTS/SECONDS, such as 60/10") from None
