class Mute(BaseException):
    def __str__(self):
        raise SystemExit(0)


raise Mute
