"""Jobs: submitted, waited for, saved."""

from typing import TYPE_CHECKING

from .._core.lazy_names import lazy_names

if TYPE_CHECKING:
    from .async_job import AsyncJob
    from .job import Job
else:
    __getattr__ = lazy_names(globals(), {".async_job": ("AsyncJob",), ".job": ("Job",)})

__all__ = ["AsyncJob", "Job"]
__dir__ = __all__.copy
