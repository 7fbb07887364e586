from rivya import Rivya

with Rivya() as client:
    jobs = [client.image.z_image.create(f"A lighthouse at {light}") for light in ("dawn", "dusk")]
    for job in client.generations.as_completed(jobs):
        if job.succeeded:
            job.save("out/")
        else:
            print(job.id, job.error)
