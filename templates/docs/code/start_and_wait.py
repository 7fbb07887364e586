from rivya import Rivya

with Rivya() as client:
    job = client.image.z_image.create("A lighthouse at dawn")
    print(job.id, job.status)
    same = client.generations.job(job.id)  # from here or from anywhere
    same.wait(on_update=lambda job: print(job.status))
    print(same.save("out/"), same.final_credits)
