"""The verb `sync`: what the catalogue of the API says of the models, against what the specs say.

    catalogue ─load→ JSON ─read→ Entry ─┐
    specs ─parse→ spec ─catalog_entry─ read→ Entry ─┴ compare → Comparison ─┬ report
                                                                           └ rewrite → spec texts ─check→ write

Both sides go through the one reader, so the catalogue that is made from the specs differs from them in nothing.
"""
