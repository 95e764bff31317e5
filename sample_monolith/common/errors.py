"""The one family of errors that views turn into answers for people."""


class ShopError(Exception):
    """Something the customer or the clerk asked for cannot be done.

    ``status`` is the HTTP status that an API answers with, ``code`` is stable for clients.
    """

    status = 400
    code = "invalid"

    def __init__(self, message, **details):
        super().__init__(message)
        self.message = message
        self.details = details

    def as_dict(self):
        return {"error": self.code, "message": self.message, **self.details}


class NotFoundError(ShopError):
    status = 404
    code = "not_found"


class ConflictError(ShopError):
    status = 409
    code = "conflict"
