"""What kind of organisation it is, and who watches over it."""

from __future__ import annotations

from collections.abc import Iterable

from customer_risk.partial_date import whole_years
from customer_risk.scoring import legal_forms
from customer_risk.scoring.catalogue import Applies, Evidence, factor, saw
from customer_risk.scoring.factors.words import LEVELS, RISK_WORDS, Placed, classified
from customer_risk.scoring.rule import Rule
from customer_risk.scoring.view import View

_TYPE = ("kyc", "Entity Type")
_ACTIVITY = ("economicProfile", "Activity")
_WHERE = "customer.organisation"


@factor(
    "organisation-kind",
    "Type of organisation",
    _TYPE,
    RISK_WORDS,
    reads=("Organisation.kind", "Organisation.legal_form"),
    applies=Applies.ORGANISATION,
    missing=True,
    terms=LEVELS,
)
def organisation_kind(view: View, rule: Rule) -> Iterable[Evidence]:
    """The type and the legal form: trusts, foundations and charities hide or pool other people's money."""
    of = view.organisation
    if of is None or not (of.kind or of.legal_form):
        return rule.silence(f"{_WHERE}.kind", "Neither type nor legal form is known.")
    found: list[Placed] = [(of.kind, _WHERE, "kind"), (of.legal_form, _WHERE, "legal_form")]
    if of.legal_form and (form := legal_forms.read(of.legal_form)):
        found += [(name, _WHERE, "legal_form") for name in form.names]
    return classified(rule, found, "The type of organisation")


@factor(
    "legal-form",
    "Legal form",
    _TYPE,
    {
        "unknown": "looks like an ELF code (ISO 20275) and is none",
        "elsewhere": "an ELF code of another country than that of registration",
    },
    reads=("Organisation.legal_form", "Organisation.registration_country"),
    applies=Applies.ORGANISATION,
    needs="organisation",
)
def legal_form(view: View, _: Rule) -> Iterable[Evidence]:
    """Whether a legal form given by its code exists, and in the country of registration."""
    of, where = view.organisation, f"{_WHERE}.legal_form"
    if of is None or not (said := of.legal_form):
        return ()
    if legal_forms.is_unknown_code(said):
        return (saw("unknown", where, said, f"{said!r} is no code of a legal form."),)
    form, country = legal_forms.read(said), of.registration_country
    if form is None or country is None or form.country == country or not view.is_country(country):
        return ()
    text = f"{said!r} ({form.names[0]}) is a legal form of {form.country}, the organisation is registered in {country}."
    return (saw("elsewhere", where, said, text),)


@factor(
    "organisation-age",
    "Age of organisation",
    _TYPE,
    {
        "new": "founded less than the model's months ago",
        "young": "founded less than the model's second number of months ago",
        "ahead": "founded in the future",
        "unreadable": "the date cannot be read",
    },
    reads=("Organisation.founded",),
    applies=Applies.ORGANISATION,
    missing=True,
    limits={"new-months": "months an organisation is new", "young-months": "months it is young"},
)
def organisation_age(view: View, rule: Rule) -> Iterable[Evidence]:
    """Since when the organisation exists; of a partial date the later bound counts."""
    founded, where = view.organisation.founded if view.organisation else None, f"{_WHERE}.founded"
    if founded is None:
        return rule.silence(where, "It is not known when the organisation was founded.")
    last = founded.latest
    if last is None:
        return (saw("unreadable", where, founded.text, f"The foundation date {founded.text!r} cannot be read."),)
    if last > view.today and (first := founded.earliest) and first > view.today:
        return (saw("ahead", where, founded.text, f"The organisation is founded in the future, on {founded.text}."),)
    months = view.months_since(last)
    for outcome in ("new", "young"):
        if months < rule.limits[f"{outcome}-months"]:
            limit = rule.limits[f"{outcome}-months"]
            text = f"The organisation was founded on {founded.text}, less than {limit:g} months ago."
            return (saw(outcome, where, founded.text, text),)
    return ()


@factor(
    "supervision",
    "Licence and supervision",
    _TYPE,
    {
        "unlicensed": "needs a licence, and none is named",
        "unregulated": "a financial institution that is not regulated",
        "financial": "a financial institution, regulated or not said to be otherwise",
    },
    reads=(
        "Organisation.licence_required",
        "Organisation.licence",
        "Organisation.regulated",
        "Organisation.financial_institution",
    ),
    applies=Applies.ORGANISATION,
)
def supervision(view: View, _: Rule) -> Iterable[Evidence]:
    """Whether the organisation has the licence and the supervisor its business needs."""
    of = view.organisation
    if of is None:
        return
    if of.licence_required and not of.licence:
        yield saw("unlicensed", f"{_WHERE}.licence", "", "The business needs a licence, and none is named.")
    if of.financial_institution:
        outcome = "unregulated" if of.regulated is False else "financial"
        text = f"A financial institution{', not regulated' if outcome == 'unregulated' else ''}."
        yield saw(outcome, f"{_WHERE}.financial_institution", "true", text)


@factor(
    "listing",
    "Neither listed nor regulated",
    _TYPE,
    {"neither": "no exchange and no supervisor asks for disclosure"},
    reads=("Organisation.listed", "Organisation.regulated"),
    applies=Applies.ORGANISATION,
)
def listing(view: View, _: Rule) -> Iterable[Evidence]:
    """Whether an exchange or a supervisor makes the organisation disclose itself; only where both are denied."""
    of = view.organisation
    if of and of.listed is False and of.regulated is False:
        yield saw("neither", f"{_WHERE}.listed", "false", "The organisation is neither listed nor regulated.")


@factor(
    "audits",
    "Audits",
    ("economicProfile", "Financial Statements"),
    {
        "unaudited": "said not to be audited",
        "none-in-period": "said to be audited, but with no audit in the period",
        "rare": "audited less often than once in the model's years",
    },
    reads=("Organisation.audited", "Organisation.audits", "Organisation.audit_period_years"),
    applies=Applies.ORGANISATION,
    missing=True,
    limits={"rare-years": "years between two audits from which they are rare"},
)
def audits(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether and how often the organisation is audited."""
    of = view.organisation
    if of is None or (of.audited is None and of.audits is None):
        return rule.silence(f"{_WHERE}.audited", "It is not said whether the organisation is audited.")
    if of.audited is False:
        return (saw("unaudited", f"{_WHERE}.audited", "false", "The organisation is not audited."),)
    if of.audits is not None and of.audits <= 0:
        return (saw("none-in-period", f"{_WHERE}.audits", str(of.audits), "There was no audit in the period."),)
    years = of.audit_period_years
    if of.audits and years and years / of.audits > rule.limits["rare-years"]:
        text = f"{of.audits} audits in {years} years."
        return (saw("rare", f"{_WHERE}.audits", str(of.audits), text),)
    return ()


@factor(
    "fines",
    "Fines",
    ("general", "Behavior"),
    {"fined": "fined within the model's years, or nobody knows when", "fined-before": "fined longer ago"},
    reads=("Organisation.fined", "Organisation.fine_period_years"),
    applies=Applies.ORGANISATION,
    limits={"recent-years": "years a fine is recent"},
)
def fines(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether an authority fined the organisation, within the period of years the sender names."""
    of = view.organisation
    if of and of.fined:
        years = of.fine_period_years
        before = years is not None and years > rule.limits["recent-years"]
        text = f"The organisation was fined{f' within {years} years' if years is not None else ''}."
        yield saw("fined-before" if before else "fined", f"{_WHERE}.fined", str(years or "true"), text)


@factor(
    "substance",
    "Substance",
    _TYPE,
    {
        "no-employees": "has no employees",
        "no-assets": "has no assets",
        "not-self-managed": "is not managed by its own people",
        "third-parties": "leaves its business to third parties",
    },
    reads=(
        "Organisation.employees",
        "Organisation.asset_value",
        "Organisation.directly_managed",
        "Organisation.third_party_services",
    ),
    applies=Applies.ORGANISATION,
)
def substance(view: View, _: Rule) -> Iterable[Evidence]:
    """Marks of a shell: nobody works there, nothing is owned, others do the managing and the business."""
    of = view.organisation
    if of is None:
        return
    if of.employees is not None and of.employees <= 0:
        yield saw("no-employees", f"{_WHERE}.employees", str(of.employees), "The organisation has no employees.")
    if of.asset_value is not None and of.asset_value <= 0:
        yield saw("no-assets", f"{_WHERE}.asset_value", f"{of.asset_value:g}", "The organisation has no assets.")
    if of.directly_managed is False:
        text = "The organisation is not managed directly."
        yield saw("not-self-managed", f"{_WHERE}.directly_managed", "false", text)
    if is_affirmed(of.third_party_services):
        services = str(of.third_party_services)
        yield saw("third-parties", f"{_WHERE}.third_party_services", services[:60], "Third parties do its business.")


_DENIALS = frozenset({"", "no", "false", "none", "n", "0", "simple", "not", "n/a", "na", "-"})


def is_affirmed(text: str | None) -> bool:
    """Whether a free text says yes: anything but nothing, a no, or a word for it."""
    return text is not None and text.strip().casefold() not in _DENIALS


@factor(
    "declared-size",
    "Turnover out of proportion",
    _ACTIVITY,
    {"per-employee": "the expected yearly volume per employee is above the model's limit"},
    reads=("Organisation.employees", "Expected.volume_yearly"),
    applies=Applies.ORGANISATION,
    limits={"volume-per-employee": "amount in base currency a year"},
)
def declared_size(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether the business expected is more than so few people can do."""
    of, volume = view.organisation, view.business.expected.volume_yearly
    if of is None or volume is None or not of.employees or of.employees < 1:
        return
    if volume / of.employees > (most := rule.limits["volume-per-employee"]):
        text = f"{volume:,.0f} a year by {of.employees} employees is above {most:,.0f} for each."
        yield saw("per-employee", "business.expected.volume_yearly", f"{volume:g}", text)


@factor(
    "founding-years",
    "Business older than the organisation",
    _TYPE,
    {"implausible": "the customer is said to be one since before it was founded"},
    reads=("Organisation.founded", "Profile.since"),
    applies=Applies.ORGANISATION,
)
def founding_years(view: View, _: Rule) -> Iterable[Evidence]:
    """Whether an organisation was a customer before it existed."""
    founded = view.organisation.founded.earliest if view.organisation and view.organisation.founded else None
    since = view.profile.since.latest if view.profile.since else None
    if founded and since and since < founded:
        years = whole_years(since, founded)
        text = f"A customer since {since}, but founded on {founded}, {years} years later."
        yield saw("implausible", "since", str(since), text)
