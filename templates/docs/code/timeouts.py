from rivya import RetryPolicy, Rivya, Timeouts

with Rivya(timeouts=Timeouts(request=30), retry=RetryPolicy(attempts=5)) as client:
    patient = client.with_options(timeout=120)  # the same connections and budget
    print(patient.credits.balance())
