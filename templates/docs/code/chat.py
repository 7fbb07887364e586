from rivya import Rivya

with Rivya() as client:
    reply = client.chat.gemini_2_5_flash.send("Who is in the picture?", attachments=["cat.png"])
    print(reply.text, reply.usage, reply.credits)
    print(reply.session.send("Tell me more").text)
