from rivya import Rivya

with Rivya() as client:
    cat = client.files.create("cat.png", model="gpt-image-2")
    for sky in ("pink", "green"):
        client.image.gpt_image_2.create(f"Make the sky {sky}", references=[cat]).wait().save("out/")
