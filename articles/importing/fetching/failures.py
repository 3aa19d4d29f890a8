"""What keeps a page from being fetched, in one sentence."""


class NotFetched(Exception):
    """Why a page was not fetched, and the remedy.

    ``again`` is true where a later try may succeed; ``after`` is for how many seconds the site asks to be
    left alone. ``status`` is that of the answer, if there was one.
    """

    def __init__(
        self, reason: str, again: bool = False, status: int | None = None, after: int | None = None
    ) -> None:
        super().__init__(reason)
        self.again = again
        self.status = status
        self.after = after
