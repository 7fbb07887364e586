"""The importer: the text of a model page in, the spec of the model out.

    Page ─page_parts→ tokens → labelled page → outline ─page_reader→ data of a spec → Statement ─┐
    specs/models/<id>.yaml ─load→ Draft ─────────────────────────────────────────────────────────┴ merge → text

A page is the vendor's, as HTML, as Markdown or as copied from a browser. Structure comes first: a page that has lost
labels, or is in an unknown language, gets known ones by `unlabelled` and `translation` before the one reader of labels sees it.
"""

from .run import import_pages
from .statement import Page

__all__ = ["Page", "import_pages"]
