from rivya import Rivya

with Rivya() as client:
    job = client.image.z_image.create("A lighthouse at dawn")
    job.wait().save("out/")
