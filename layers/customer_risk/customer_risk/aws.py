"""AWS clients: one botocore session a process, made when first needed.

botocore without boto3 on purpose: nothing here needs resources, and boto3 costs every cold start its import.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from botocore.session import Session


@cache
def _session() -> Session:
    from botocore.session import get_session  # noqa: PLC0415  botocore is most of a cold start; tests may go without

    return get_session()


@cache
def client(service: str) -> Any:
    """The client of one service, for example ``dynamodb``.

    Time-outs are short: a Lambda that waits a minute for a dead connection answers nobody. Retries are botocore's
    standard mode, so every write must be safe to repeat (conditions, or a ``ClientRequestToken``).
    """
    from botocore.config import Config  # noqa: PLC0415  as above

    config = Config(
        connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 4}, tcp_keepalive=True
    )
    return _session().create_client(service, config=config)
