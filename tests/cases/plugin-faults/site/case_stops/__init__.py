class Stop(KeyboardInterrupt):
    pass


raise Stop("\x1b[31m\n::error::forged")
