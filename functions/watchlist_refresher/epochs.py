"""Epochs of the index: how long the rarities of words stand, and where they are kept."""

from __future__ import annotations

import gzip
from hashlib import blake2b

from msgspec.structs import replace

from customer_risk.records import decode, encode
from customer_risk.screening.rarity import Rarity, rules
from customer_risk.storage.watchlists import Epoch
from watchlist_refresher.fetching import Store


def going_on(epoch: Epoch | None, changes: int, store: Store) -> tuple[Epoch | None, Rarity | None]:
    """The epoch after so many more ``changes`` of entries, with its rarities; neither where a new one has to begin.

    Raises ``OSError`` when the store cannot be read.
    """
    if epoch is None or epoch.rules != rules():
        return None, None
    counted = store.read(epoch.rarity)
    if counted is None:
        return None, None
    rarity, drift = decode(gzip.decompress(counted), Rarity), epoch.drift + changes
    return (replace(epoch, drift=drift), rarity) if drift <= rarity.room else (None, None)


def begun(rarity: Rarity, store: Store) -> Epoch:
    """A new epoch of these rarities, which are kept."""
    counted = gzip.compress(encode(rarity), mtime=0)
    key = f"state/epochs/{blake2b(counted, digest_size=16).hexdigest()}.json.gz"
    store.write(key, counted)
    return Epoch(rarity=key, rules=rules())
