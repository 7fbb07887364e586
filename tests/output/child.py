"""The program in a copy of this process: it knows all that is loaded and rendered here, and is a process all the same."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable

from rivya_codegen.__main__ import main


class Child:
    """A run that begins when it is let go; what it prints comes through a pipe."""

    def __init__(self, arguments: list[str], prepare: Callable[[], object] = lambda: None) -> None:
        waiting, self._start = os.pipe()
        said, saying = os.pipe()
        self.number = os.fork()
        if self.number == 0:
            os.close(self._start)
            os.read(waiting, 1)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            sys.stdout = sys.stderr = os.fdopen(saying, "w", buffering=1, encoding="utf-8")
            sys.argv = ["rivya-codegen", *arguments]
            code = 70
            try:
                prepare()
                code = main()
            except BaseException:
                traceback.print_exc()
                raise
            finally:
                sys.stdout.flush()
                os._exit(code)
        os.close(waiting)
        os.close(saying)
        self.said = os.fdopen(said, encoding="utf-8")
        self._code: int | None = None

    def go(self) -> None:
        os.close(self._start)

    def is_running(self) -> bool:
        return os.waitpid(self.number, os.WNOHANG) == (0, 0)

    def send(self, number: int) -> None:
        """Send a signal, unless the end has come."""
        if self._code is None:
            os.kill(self.number, number)

    def end(self) -> int:
        """Wait for the end, and return the exit code, or the number of a signal with a minus."""
        if self._code is None:
            _, status = os.waitpid(self.number, 0)
            self._code = os.waitstatus_to_exitcode(status)
            self.said.close()
        return self._code
