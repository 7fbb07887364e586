from rivya import Rivya

with Rivya() as client:
    document = client.openapi.retrieve()
    print(document["openapi"], len(document["paths"]))
