"""Jobs: submitted, waited for, saved."""
