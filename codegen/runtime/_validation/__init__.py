"""What is wrong with a request, found before it is sent."""
