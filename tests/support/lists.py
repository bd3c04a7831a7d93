"""A bucket and a table in moto for whoever refreshes lists and screens with them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import boto3
from moto import mock_aws

from customer_risk.profile import Party, PartyKind, Person, PersonName, Profile
from customer_risk.records import decode
from customer_risk.screening.rescreening import Delta
from customer_risk.storage.watchlists import POINTER_KEY, CurrentScreener
from watchlist_refresher.fetching import Answer
from watchlist_refresher.refreshing import Summary, refresh
from watchlist_refresher.shelf import Shelf

BEGINNING = datetime(2026, 11, 2, 9, tzinfo=UTC)
_ENVIRONMENT = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_ENDPOINT_URL": ""}


def offline(url: str, _headers: Mapping[str, str]) -> Answer:
    """A network that is down."""
    raise OSError(f"no network: {url}")


class ListCloud:
    """Where lists are uploaded and indexes published; ``now`` is the time."""

    def __init__(self, folder: Path) -> None:
        self.s3: Any = _OneAtATime(boto3.client("s3", region_name="us-east-1"))
        self.dynamo: Any = boto3.client("dynamodb", region_name="us-east-1")
        self.folder = folder
        self.now = BEGINNING
        self.uploaded: dict[str, datetime] = {}
        self.s3.create_bucket(Bucket="lists")
        self.dynamo.create_table(
            TableName="control",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        )

    @property
    def shelf(self) -> Shelf:
        """The refresher's view."""
        return _Dated(self)

    def upload(self, source: str, file: str, data: bytes | str) -> None:
        """Put a file of a list where the refresher looks first."""
        body = data.encode() if isinstance(data, str) else data
        self.s3.put_object(Bucket="lists", Key=f"lists/{source}/{file}", Body=body)
        self.uploaded[f"lists/{source}/{file}"] = self.now

    def refresh(self, *enabled: str, get: Any = offline, accepted: Collection[str] = ()) -> Summary:
        """Refresh all ``enabled`` lists."""
        return refresh(enabled, enabled, self.shelf, get=get, now=self.now, accepted=accepted)

    def delta(self, version: str) -> Delta:
        """The delta that led to a version."""
        data = self.shelf.read(f"deltas/{version}.json")
        assert data is not None
        return decode(data, Delta)

    def screener(self) -> CurrentScreener:
        """A function that has just started."""
        return CurrentScreener(
            self.dynamo, self.s3, table="control", bucket="lists", clock=lambda: self.now, folder=self.folder
        )


class _OneAtATime:
    """A client whose calls wait for one another: moto closes an object that is overwritten while it is read."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._lock = threading.RLock()

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self._client, name)
        return self._locked(attribute) if callable(attribute) else attribute

    def _locked(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def locked(*args: Any, **parameters: Any) -> Any:
            with self._lock:
                return call(*args, **parameters)

        return locked


class _Dated(Shelf):
    """A shelf on which what was uploaded has the time of the test, not that of this machine."""

    def __init__(self, cloud: ListCloud) -> None:
        super().__init__(cloud.s3, cloud.dynamo, bucket="lists", table="control")
        self._uploaded = cloud.uploaded

    def names(self, prefix: str) -> dict[str, datetime]:
        return {name: self._uploaded[prefix + name] for name in super().names(prefix)}


@contextmanager
def list_cloud(folder: Path) -> Iterator[ListCloud]:
    """A fresh one; index files go to ``folder``."""
    with patch.dict("os.environ", _ENVIRONMENT), mock_aws():
        yield ListCloud(folder)


def asked(name: str, **facts: Any) -> Profile:
    """A customer of whom the name is known, and ``facts`` of :class:`Person`."""
    person = Person(name=PersonName(full=name), **facts)
    return Profile(customer_id="c", party=Party(kind=PartyKind.PERSON, person=person))


def table(*names: str, type_: str = "BLACKLIST_PERSON") -> str:
    """A list of people as CSV, their names being their ids."""
    return "id,name,type\n" + "".join(f"{name},{name},{type_}\n" for name in names)


def grow_old(dynamo: Any, table: str) -> None:
    """Let one list of the index in force be older than it may be; functions notice when they look at the pointer."""
    item = dynamo.get_item(TableName=table, Key=POINTER_KEY)["Item"]
    item["sources"]["L"][0]["M"] |= {"fetched_at": {"S": "2020-01-01T00:00:00+00:00"}, "limit_hours": {"N": "72"}}
    dynamo.put_item(TableName=table, Item=item)
