"""The importer: the text of a model page in, the spec of the model out.

    Page ─load→ text ─tokens→ lines, tables, JSON ─outline→ parts ─read→ PageFacts ─state→ Statement ─┐
    specs/models/<id>.yaml ─load→ Draft ──────────────────────────────────────────────────────────────┴ merge → text ─ write

A page is the vendor's, as copied from a browser, or one of our own docs pages (Markdown), which says all of a spec.
"""

from .run import ImportedModel, ImportResult, Page, import_pages
from .write import write_import

__all__ = ["ImportResult", "ImportedModel", "Page", "import_pages", "write_import"]
