from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from customer_risk.storage.codec import expand, squeeze
from customer_risk.storage.dynamo import ConditionFailed, Contention, marshal_item, transact, unmarshal_item

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(min_size=1), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(min_size=1), plain, max_size=5))
def test_items_read_back_as_written_but_for_none_at_the_top(values: dict[str, Any]) -> None:
    kept = {name: value for name, value in values.items() if value is not None}
    assert unmarshal_item(marshal_item(values)) == kept
    assert unmarshal_item(marshal_item({"value": [values]})) == {"value": [values]}


@given(st.binary(max_size=2000))
def test_blobs_read_back(data: bytes) -> None:
    assert expand(squeeze(data)) == data


def test_a_blob_of_another_make_is_refused() -> None:
    for blob in (b"", b"\x09abc", b"\x01abc", squeeze(b"a" * 100)[:-3]):
        with pytest.raises(ValueError, match="not a blob"):
            expand(blob)


class Scripted:
    """A client whose transactions fail as told, then succeed."""

    def __init__(self, *failures: ClientError) -> None:
        self.failures = list(failures)
        self.calls: list[dict[str, Any]] = []

    def transact_write_items(self, **parameters: Any) -> None:
        self.calls.append(parameters)
        if self.failures:
            raise self.failures.pop(0)


def cancelled(*codes: str) -> ClientError:
    reasons = [{"Code": code} for code in codes]
    response: Any = {"Error": {"Code": "TransactionCanceledException", "Message": ""}, "CancellationReasons": reasons}
    return ClientError(response, "TransactWriteItems")


def test_a_conflict_is_tried_again_with_the_same_token() -> None:
    client = Scripted(cancelled("TransactionConflict", "None"), cancelled("None", "TransactionConflict"))
    transact(client, [{"Put": {}}, {"Put": {}}], token="t", sleep=lambda _: None)
    assert [call["ClientRequestToken"] for call in client.calls] == ["t", "t", "t"]


def test_endless_conflict_ends_as_contention() -> None:
    client = Scripted(*(cancelled("TransactionConflict") for _ in range(9)))
    with pytest.raises(Contention):
        transact(client, [{"Put": {}}], token="t", attempts=3, sleep=lambda _: None)
    assert len(client.calls) == 3


def test_a_lost_condition_names_its_positions_and_is_not_tried_again() -> None:
    client = Scripted(cancelled("None", "ConditionalCheckFailed", "TransactionConflict"))
    with pytest.raises(ConditionFailed) as lost:
        transact(client, [{"Put": {}}] * 3, token="t", sleep=lambda _: None)
    assert lost.value.positions == (1,)
    assert len(client.calls) == 1


def test_a_transaction_that_can_never_succeed_is_raised_at_once() -> None:
    client = Scripted(cancelled("ValidationError"))
    with pytest.raises(ClientError):
        transact(client, [{"Put": {}}], token="t", sleep=lambda _: None)
    assert len(client.calls) == 1
