import asyncio

from rivya import AsyncRivya

KEY = "order-124-preview"


async def main() -> None:
    async with AsyncRivya() as client:
        try:
            async with asyncio.timeout(30):
                job = await client.image.z_image.create("A lighthouse at dawn", idempotency_key=KEY)
        except TimeoutError:
            job = await client.image.z_image.create("A lighthouse at dawn", idempotency_key=KEY)
        print(job.id)


asyncio.run(main())
