from rivya import Rivya, SubmissionUncertainError

with Rivya() as client:
    try:
        job = client.image.z_image.create("A lighthouse at dawn", idempotency_key="order-123-preview")
    except SubmissionUncertainError as error:
        job = error.repeat()
    print(job.id)
