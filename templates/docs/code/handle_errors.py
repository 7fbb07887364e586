from rivya import APIError, JobFailedError, JobTimeoutError, Rivya, ValidationError

with Rivya() as client:
    try:
        client.image.z_image.create("A lighthouse at dawn").wait().save("out/")
    except ValidationError as error:
        for problem in error.problems:
            print(problem.code, problem)
    except JobTimeoutError as error:
        print("go on later with", error.job.id)
    except JobFailedError as error:
        print(error.code, error.message)
    except APIError as error:
        print(error.code, error.status, error.request_id, error.retryable)
