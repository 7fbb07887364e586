from rivya import Rivya, SizeLimits

with Rivya(size_limits=SizeLimits(download=2_000_000_000)) as client:
    print(client.credits.balance())
