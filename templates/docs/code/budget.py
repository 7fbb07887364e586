from rivya import BudgetExceededError, Rivya

with Rivya(max_credits=50) as client:
    with client.budget(2 * client.image.z_image.credits.base) as budget:
        try:
            for light in ("dawn", "noon", "dusk"):
                client.image.z_image.create(f"A lighthouse at {light}")
        except BudgetExceededError as error:
            print(error)
    print(budget.reserved, budget.spent, budget.remaining)
