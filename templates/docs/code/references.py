from rivya import Rivya

with Rivya() as client:
    job = client.image.gpt_image_2.create("Make the sky pink", references=["cat.png"])
    job.wait().save("out/")
