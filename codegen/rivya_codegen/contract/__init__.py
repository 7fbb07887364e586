"""What a spec means in any language: names, parameters, the schema of a request, samples, vectors, the catalogue, OpenAPI."""
