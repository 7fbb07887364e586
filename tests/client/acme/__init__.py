"""A made-up generated package, in the shape that the generator emits."""

from ._client import Acme, AsyncAcme

__all__ = ["Acme", "AsyncAcme"]
