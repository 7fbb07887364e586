from rivya import Rivya

with Rivya() as client:
    with client.chat.gemini_2_5_flash.stream("Write a haiku about lighthouses") as stream:
        for event in stream:
            print(event.text, end="", flush=True)
        print(stream.reply.credits)
