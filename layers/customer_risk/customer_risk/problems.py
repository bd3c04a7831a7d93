"""Everything a caller can be told went wrong: one tree, each class with its HTTP status, type and title (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping


class Problem(Exception):
    """Base of the tree. ``detail`` is for the caller to read: never put a value the caller sent into it."""

    status = 500
    slug = "internal-error"
    title = "Internal error"

    def __init__(self, detail: str | None = None, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.headers = dict(headers or {})

    def body(self) -> dict[str, object]:
        """The problem document. ``message`` repeats ``detail`` for clients that only look for that."""
        return {
            "type": f"urn:customer-risk:problem:{self.slug}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "message": self.detail,
        }


class BadRequest(Problem):
    """The request cannot be read at all."""

    status, slug, title = 400, "bad-request", "Bad request"


class Unauthorised(Problem):
    """No credential, or one that is not good (any more)."""

    status, slug, title = 401, "unauthorised", "Unauthorised"


class Forbidden(Problem):
    """The credential is good but does not allow this."""

    status, slug, title = 403, "forbidden", "Forbidden"


class NotFound(Problem):
    """Nothing is there, or nothing that this caller may see: the two are never told apart."""

    status, slug, title = 404, "not-found", "Not found"


class MethodNotAllowed(Problem):
    """The path exists, the method does not."""

    status, slug, title = 405, "method-not-allowed", "Method not allowed"


class Conflict(Problem):
    """It contradicts what is stored."""

    status, slug, title = 409, "conflict", "Conflict"


class Gone(Problem):
    """It was here once and will not come back."""

    status, slug, title = 410, "gone", "Gone"


class PreconditionFailed(Problem):
    """It is not in the state the caller named."""

    status, slug, title = 412, "precondition-failed", "Precondition failed"


class TooLarge(Problem):
    """More than is accepted in one request."""

    status, slug, title = 413, "too-large", "Content too large"


class UnsupportedMediaType(Problem):
    """Not JSON."""

    status, slug, title = 415, "unsupported-media-type", "Unsupported media type"


class TooEarly(Problem):
    """The same customer came again within the second (the text is the published one of document 001)."""

    status, slug, title = 425, "too-early", "Too early"

    def __init__(self) -> None:
        super().__init__(
            "Too early. Please do not send yet this customer. Try again later.", headers={"Retry-After": "1"}
        )


class TooManyAttempts(Problem):
    """Failed too often: the next attempt is looked at after ``Retry-After`` seconds."""

    status, slug, title = 429, "too-many-attempts", "Too many failed attempts"

    def __init__(self, seconds: int = 1) -> None:
        super().__init__("Too many failed attempts. Try again later.", headers={"Retry-After": str(seconds)})


class Unavailable(Problem):
    """Something behind us does not answer. Nothing was decided; the same request may be sent again."""

    status, slug, title = 503, "unavailable", "Temporarily unavailable"

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail or "The service cannot decide right now. Try again.", headers={"Retry-After": "2"})
