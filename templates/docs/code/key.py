from rivya import AuthenticationError, PermissionDeniedError, Rivya

with Rivya() as client:  # or Rivya(api_key=…)
    try:
        print(client.credits.balance())
    except AuthenticationError as error:
        print("another key is needed:", error.code)
    except PermissionDeniedError as error:
        print("the key lacks a scope:", error)
