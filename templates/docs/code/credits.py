from rivya import InsufficientCreditsError, Rivya

with Rivya() as client:
    price = client.image.z_image.credits
    print(client.credits.balance(), price.estimate(3), price.estimate_call("A lighthouse at dawn"))
    try:
        job = client.image.z_image.create("A lighthouse at dawn")
        print(job.reserved_credits, job.wait().final_credits)
    except InsufficientCreditsError:
        print("the account needs more credits")
