from __future__ import annotations

import copy
import re

import msgspec
import pytest

from customer_risk.scoring import engine  # noqa: F401 -- fills the catalogue
from customer_risk.scoring.authoring import ModelError, parse_model
from customer_risk.scoring.catalogue import CATALOGUE
from customer_risk.scoring.model import MODELS, load_published, published, shipped_model

DEFAULT = (MODELS / "default-1.yaml").read_text(encoding="utf-8")


def refused(document: str) -> list[tuple[str, str, str]]:
    """(the line's text, path, reason) of each problem."""
    with pytest.raises(ModelError) as caught:
        parse_model(document)
    lines = document.splitlines()
    return [(lines[problem.line - 1].strip(), problem.path, problem.reason) for problem in caught.value.problems]


def changed(pattern: str, replacement: str) -> str:
    document, count = re.subn(pattern, replacement, DEFAULT, count=1, flags=re.MULTILINE)
    assert count == 1
    return document


def test_the_published_form_is_what_the_yaml_says() -> None:
    assert (MODELS / "default-1.json").read_bytes() == published(parse_model(DEFAULT))


def test_publishing_and_loading_change_nothing() -> None:
    model = parse_model(DEFAULT)
    assert load_published(published(model)) == model == shipped_model()


def test_the_default_model_uses_every_factor() -> None:
    assert set(shipped_model().factors) == set(CATALOGUE)


@pytest.mark.parametrize(
    ("document", "line", "path", "reason"),
    [
        (
            changed(r"^  referral:", "  referal:"),
            "referal: {points: {referred: 20}}",
            "factors.referal",
            "unknown factor",
        ),
        (
            changed(r"MEDIUM: 400", "MEDIUM: 900"),
            "levels: {LOW: 100, MEDIUM: 900, HIGH: 800, EXTREME: 1600}",
            "levels.HIGH",
            "thresholds out of order: 800 is not above 900",
        ),
        (
            changed(r"\{referred: 20\}", "{}"),
            "referral: {points: {}}",
            "factors.referral.points",
            "points missing for referred",
        ),
        (
            changed(r"\{referred: 20\}", "{referred: 20, sent: 5}"),
            "referral: {points: {referred: 20, sent: 5}}",
            "factors.referral.points.sent",
            "unknown outcome 'sent'",
        ),
        (
            changed(r"\{referred: 20\}", "{referred: -20}"),
            "referral: {points: {referred: -20}}",
            "factors.referral.points.referred",
            "Input should be greater than or equal to 0",
        ),
        (
            changed(r"\{points: \{referred: 20\}\}", "{points: {referred: 20}, missing: 5}"),
            "referral: {points: {referred: 20}, missing: 5}",
            "factors.referral.missing",
            "this factor says nothing of missing data",
        ),
        (
            changed(r"\{points: \{referred: 20\}\}", "{points: {referred: 20}, cap: 10, floor: 11}"),
            "referral: {points: {referred: 20}, cap: 10, floor: 11}",
            "factors.referral.floor",
            "above the cap (10)",
        ),
        (
            changed(r"missing: 20\n    limits: \{new-months: 12, ", "missing: 20\n    limits: {"),
            "limits: {young-months: 36}",
            "factors.relationship-length.limits",
            "missing limit new-months",
        ),
        (
            changed(r"outcome: likely, level: HIGH", "outcome: maybe, level: HIGH"),
            "- {factor: sanctions-hit, outcome: maybe, level: HIGH}",
            "overrides.2.outcome",
            "sanctions-hit has no outcome 'maybe'",
        ),
        (
            changed(r"tier: elevated", "tier: critical"),
            "- {tier: critical, eu_tax: [annex-I], cpi_below: 30}",
            "country_tiers.2.tier",
            "critical given twice",
        ),
        (changed(r"^title:.*\n", "title: One\ntitle: Two\n"), "title: Two", "title", "given twice"),
        (changed(r"^title:", "titel:"), "titel: Default risk model", "titel", "no such setting"),
        (changed(r"HIGH: 12", "HIGH: 48"), "review_months: {NONE: 60, LOW: 60, MEDIUM: 36, HIGH: 48, EXTREME: 12}",
         "review_months.HIGH", "a higher level is reviewed later than a lower one"),
        (changed(r"likely: 0.9\}", "likely: 0.4}"), "screening: {minimum: 0.5, likely: 0.4}",
         "screening.likely", "below minimum (0.5)"),
        (changed(r"likely: 0.9\}", "likely: 0.9, lists: {un_consolidatd: 0.6}}"),
         "screening: {minimum: 0.5, likely: 0.9, lists: {un_consolidatd: 0.6}}",
         "screening.lists.un_consolidatd", "no such list"),
        (changed(r"likely: 0.9\}", "likely: 0.9, lists: {un_consolidated: 1.2}}"),
         "screening: {minimum: 0.5, likely: 0.9, lists: {un_consolidated: 1.2}}",
         "screening.lists.un_consolidated", "Input should be less than or equal to 1"),
        (changed(r"^title: .*", "title: [unclosed"), "base_currency: EUR", "", "did not find expected ',' or ']'"),
        (changed(r"^title: .*", "title: &x Title\nbase: *x"), "base: *x", "", "aliases are not allowed"),
        (changed(r"^title: .*", "title: " + "[" * 21), "title: " + "[" * 21, "", "nested more than 20 deep"),
    ],
)  # fmt: skip
def test_a_bad_document_is_refused_with_line_and_reason(document: str, line: str, path: str, reason: str) -> None:
    assert (line, path, reason) in refused(document)


def test_every_problem_is_told_at_once() -> None:
    document = DEFAULT.replace("MEDIUM: 400", "MEDIUM: 900").replace("  referral:", "  referal:")
    assert len(refused(document)) == 2


@pytest.mark.parametrize(
    "document", ["", "- a\n- b\n", "just text", "a: 2026-13-45", "\x00", "{" * 5000, "x" * 600_000]
)
def test_what_is_no_model_at_all_is_refused(document: str) -> None:
    assert refused(document or "\n")


def test_both_readers_accept_and_refuse_the_same() -> None:
    """The exact reader of authors and the fast reader of published documents are made of one definition."""
    document = msgspec.json.decode((MODELS / "default-1.json").read_bytes())
    for path, value in [
        (("version",), 0),
        (("version",), True),
        (("base_currency",), "eur"),
        (("levels", "LOW"), 0),
        (("factors", "referral", "missing"), "never"),
        (("factors", "referral", "points"), {"Bad Name": 1}),
        (("factors", "business-unit", "terms", "high"), [""]),
        (("country_tiers", 0, "fatf"), ["grey"]),
        (("sender_level",), None),
        (("extra",), 1),
    ]:
        broken = copy.deepcopy(document)
        at = broken
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = value
        with pytest.raises(ModelError):
            parse_model(msgspec.json.encode(broken).decode())
        with pytest.raises(msgspec.ValidationError):
            load_published(msgspec.json.encode(broken))
