"""How the customer came to us and reaches us."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from functools import lru_cache

from customer_risk.scoring.catalogue import Evidence, factor, saw
from customer_risk.scoring.factors.words import LEVELS, RISK_WORDS, classified, classified_list, classified_one
from customer_risk.scoring.rule import Rule, split
from customer_risk.scoring.view import View

_REMOTE = ("kyc", "Non Face to Face")
_REFERRED = ("general", "Referred by third party")


@factor(
    "entry-channel",
    "Entry channel",
    _REMOTE,
    RISK_WORDS,
    reads=("Channel.entry_channel",),
    missing=True,
    terms=LEVELS,
    needs="profile.channel.entry_channel",
)
def entry_channel(view: View, rule: Rule) -> Iterable[Evidence]:
    """Through which channel the customer signed up."""
    text, where = view.profile.channel.entry_channel, "channel.entry_channel"
    if not text:
        return rule.silence(where, "The channel is not known.")
    return classified_one(rule, text, where, "The entry channel")


@factor(
    "introduction",
    "Source of introduction",
    _REFERRED,
    RISK_WORDS,
    reads=("Channel.introduction_sources",),
    terms=LEVELS,
    needs="profile.channel.introduction_sources",
)
def introduction(view: View, rule: Rule) -> Iterable[Evidence]:
    """How the customer heard of us: intermediaries stand between us and whom we have to know."""
    sources = view.profile.channel.introduction_sources
    return classified_list(rule, sources, "channel.introduction_sources", "The source of introduction")


@factor(
    "device",
    "Device",
    _REMOTE,
    {
        "high": "a device, system or provider the model lists as of high risk",
        "elevated": "one it lists as of elevated risk",
        "inconsistent": "the device cannot run the operating system",
        "anonymous": "a device is described, but not identified",
    },
    reads=(
        "Channel.device_id",
        "Channel.device_kind",
        "Channel.operating_system",
        "Channel.internet_provider",
    ),
    terms=LEVELS,
)
def device(view: View, rule: Rule) -> Iterable[Evidence]:
    """What the customer registered with: emulators, anonymising networks, and devices that are not what they say."""
    channel = view.profile.channel
    kind, system, provider = channel.device_kind, channel.operating_system, channel.internet_provider
    evidence: list[Evidence] = []
    if rule.terms.occur_in((kind, system, provider)):
        found = [
            (kind, "channel", "device_kind"),
            (system, "channel", "operating_system"),
            (provider, "channel", "internet_provider"),
        ]
        evidence += classified(rule, found, "The device or provider")
    if kind and system and (maker := _maker(kind)) and (runs := _maker(system)) and maker != runs:
        text = f"A device {kind!r} does not run {system!r}."
        evidence.append(saw("inconsistent", "channel.operating_system", f"{kind} / {system}", text))
    if (kind or system) and not channel.device_id:
        evidence.append(saw("anonymous", "channel.device_id", "", "The device has no id."))
    return evidence


_MAKERS = {
    "apple": ("iphone", "ipad", "ios", "ipados"),
    "apple computer": ("mac", "macbook", "imac", "macos"),
    "android": ("android", "galaxy", "pixel", "samsung", "xiaomi", "huawei"),
    "windows": ("windows",),
}


@lru_cache(maxsize=512)
def _maker(text: str) -> str | None:
    """The family a device or a system belongs to; nothing when it could be several or is not known."""
    words = split(text)
    makers = {
        maker
        for maker, names in _MAKERS.items()
        if any(word.rstrip("0123456789") in names or word in names for word in words)
    }
    return makers.pop() if len(makers) == 1 else None


@factor(
    "ip-address",
    "IP address",
    _REMOTE,
    {"unusable": "not an address", "not-public": "an address nobody can come from"},
    reads=("Channel.ip_address",),
    needs="profile.channel.ip_address",
)
def ip_address(view: View, _: Rule) -> Iterable[Evidence]:
    """Whether the IP address can be one that somebody registered from."""
    text, where = view.profile.channel.ip_address, "channel.ip_address"
    if not text:
        return
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        yield saw("unusable", where, text[:60], f"{text[:60]!r} is not an IP address.")
        return
    if not address.is_global:
        yield saw("not-public", where, text, f"The IP address {text} is not a public one.")


@factor(
    "entry-mode",
    "Entry mode of payments",
    ("economicProfile", "Activity"),
    RISK_WORDS,
    reads=("Distribution.labels", "Distribution.share"),
    terms=LEVELS,
    limits={"share": "share (0 to 1) of the business from which an entry mode counts"},
    needs="business.expected.entry_modes",
)
def entry_mode(view: View, rule: Rule) -> Iterable[Evidence]:
    """How card data will be entered; a mode counts when its share is as large as the model's limit or not said."""
    terms, least = rule.terms, rule.limits["share"]
    found = [
        (label, "business.expected.entry_modes", n)
        for n, part in enumerate(view.business.expected.entry_modes)
        if (share := part.share) is None or share >= least
        for label in part.labels
        if terms[label]
    ]
    return classified(rule, found, "The entry mode")
