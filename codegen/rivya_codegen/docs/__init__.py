"""From the contract to the frozen pages that the docs templates see, and that `show` prints."""
