"""The generator: one spec per Rivya model in; a typed client, schemas, vectors and docs out."""
