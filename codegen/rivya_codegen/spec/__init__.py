"""The formats of the files under `specs/`: what a model, the platform, a release and a type of the API may say."""
