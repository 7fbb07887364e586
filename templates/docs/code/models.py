from rivya import Rivya

with Rivya() as client:
    for model in client.models.list():
        if model.api_status == "available" and model.category == "image":
            print(model.id, model.base_credits, model.max_prompt_length)
