# Derived from async_files.py by codegen/derive.py; do not edit.
"""Reference media that the API holds."""

from __future__ import annotations

from .._core.wire import File
from .._transport.calls import read_flow
from .._transport.resource import Resource
from ..files.media import MediaKind, Reference
from ..files.uploads import create_file_flow


class Files(Resource):
    """Reference media that the API holds."""

    def create(self, source: Reference, kind: MediaKind | None = None, model: str | None = None) -> File:
        """Upload a local file, to be used as a reference of several calls.

        Args:
            source: A path, bytes, or a file object opened in binary mode.
            kind: What it is; found out from its first bytes where it is not given.
            model: The id of a model against whose rules the file is checked, here and by the API.

        Returns:
            The file as the API holds it.

        Raises:
            ValidationError: The file cannot be read, is no medium, or breaks rules.
            APIError: The answer is an error.
            TransportError: No answer arrived.
        """
        flow = create_file_flow(self._settings, source, kind, model)
        answer = self._transport.run(flow)
        return answer.value

    def retrieve(self, file_id: str) -> File:
        """Ask for an uploaded file.

        Args:
            file_id: Its id.

        Returns:
            The file as the API holds it.

        Raises:
            ValidationError: What is given is no id.
            NotFoundError: There is none of this id.
            APIError: The answer is an error.
            TransportError: No answer arrived.
        """
        return self._transport.run(read_flow(self._settings, "files.retrieve", file_id))
