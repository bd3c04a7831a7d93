"""Which outside providers a tenant wants asked, and how."""

from __future__ import annotations

from customer_risk.records import Record
from customer_risk.screening.lists.registry import PROVIDER_PREFIX


class ProviderSettings(Record):
    """One outside provider of a tenant.

    ``kind`` is ``yente`` (OpenSanctions' matching API) or ``watchman`` (Moov's); ``url`` is its address up to the
    path of the API, over HTTPS. ``threshold`` (0…1) is the score from which its matches are hits, where the risk model
    asks no more of it: each provider has a scale of its own. ``dataset`` is what yente searches. ``secret`` names the
    secret whose text is sent as the ``Authorization`` header. ``seconds`` is the most that asking it of one customer
    may take, all requests together.
    """

    name: str
    kind: str
    url: str
    threshold: float = 0.7
    dataset: str = "default"
    secret: str | None = None
    seconds: float = 3.0

    @property
    def source(self) -> str:
        """The list its hits are said to be of."""
        return f"{PROVIDER_PREFIX}{self.name}"
