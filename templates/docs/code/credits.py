from rivya import InsufficientCreditsError, Rivya

with Rivya() as client:
    print(client.credits.balance(), client.image.z_image.credits.estimate(3))
    try:
        job = client.image.z_image.create("A lighthouse at dawn")
        print(job.reserved_credits, job.wait().final_credits)
    except InsufficientCreditsError:
        print("the account needs more credits")
