"""Who stands behind the customer, and how well that can be seen."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter

from customer_risk.profile import RelationKind
from customer_risk.related import Side
from customer_risk.scoring.catalogue import Applies, Evidence, factor, saw
from customer_risk.scoring.factors.organisation import is_affirmed
from customer_risk.scoring.factors.words import LEVELS, RISK_WORDS, Placed, Texts, classified, short
from customer_risk.scoring.rule import Rule
from customer_risk.scoring.view import View

_TYPE = ("kyc", "Entity Type")
_PAPERS = ("kyc", "Missing Documents")
_WHERE = "customer.organisation"


@factor(
    "bearer-shares",
    "Bearer shares",
    _TYPE,
    {"issued": "whoever holds the paper owns the organisation"},
    reads=("Organisation.bearer_shares",),
    applies=Applies.ORGANISATION,
)
def bearer_shares(view: View, _: Rule) -> Iterable[Evidence]:
    """Whether the organisation has issued bearer shares."""
    if view.organisation and view.organisation.bearer_shares:
        yield saw("issued", f"{_WHERE}.bearer_shares", "true", "The organisation has bearer shares.")


@factor(
    "ownership-structure",
    "Ownership structure",
    _TYPE,
    {
        "complex": "the sender says that ownership is complex",
        "multi-layered": "the sender says that there are several layers of owners",
        "no-major-shareholder": "nobody holds a major share",
    },
    reads=(
        "Organisation.complex_ownership",
        "Organisation.multi_layered",
        "Organisation.no_major_shareholder",
    ),
    applies=Applies.ORGANISATION,
)
def ownership_structure(view: View, _: Rule) -> Iterable[Evidence]:
    """How hard it is to see the owners, as the sender says."""
    of = view.organisation
    if of is None:
        return
    if is_affirmed(of.complex_ownership):
        said = short(str(of.complex_ownership))
        yield saw("complex", f"{_WHERE}.complex_ownership", said, f"The ownership is said to be complex: {said!r}.")
    if of.multi_layered:
        yield saw("multi-layered", f"{_WHERE}.multi_layered", "true", "There are several layers of owners.")
    if of.no_major_shareholder:
        yield saw("no-major-shareholder", f"{_WHERE}.no_major_shareholder", "true", "Nobody holds a major share.")


@factor(
    "ownership-layers",
    "Layers of ownership",
    _TYPE,
    {"layered": "an owner is owned by somebody who is owned in turn, as deep as the model's limit or deeper"},
    reads=(),
    applies=Applies.ORGANISATION,
    limits={"layers": "number of owners one above the other"},
    needs="related",
)
def ownership_layers(view: View, rule: Rule) -> Iterable[Evidence]:
    """How many owners stand one above the other in what the sender shows."""
    least = rule.limits["layers"]
    owners = [related for related in view.related if related.depth >= least and related.side is Side.OWNER]
    if not owners:
        return ()
    deepest = max(owners, key=lambda one: one.depth)
    text = f"{deepest.depth} owners stand one above the other."
    return (saw("layered", deepest.path, str(deepest.depth), text),)


@factor(
    "share-remainder",
    "Unexplained shares",
    _TYPE,
    {
        "unexplained": "the shares shown leave more unexplained than the model allows",
        "too-much": "the shares shown add up to more than the whole",
        "unsaid": "owners are named without their shares",
    },
    reads=("Relation.share", "Relation.vote_share"),
    applies=Applies.ORGANISATION,
    missing=True,
    limits={"unexplained": "share (0 to 1) that may stay unexplained"},
    needs="party.relations",
)
def share_remainder(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether the owners shown own the organisation; where there is no share, the votes stand for it."""
    if not view.is_organisation:
        return ()
    owners = [related for related in view.party.relations if related.kind is RelationKind.SHAREHOLDER]
    where = "customer.relations"
    if not owners:
        return rule.silence(where, "No owner is named.")
    shares = [owner.share if owner.share is not None else owner.vote_share for owner in owners]
    held = sum(share for share in shares if share is not None)
    if held > 1 + _ROUNDING:
        return (saw("too-much", where, f"{held:.0%}", f"The owners hold {held:.0%} together."),)
    if 1 - held > rule.limits["unexplained"]:
        if any(share is None for share in shares):
            return (saw("unsaid", where, f"{held:.0%}", f"Not all owners' shares are said; {held:.0%} are."),)
        return (saw("unexplained", where, f"{held:.0%}", f"The owners shown hold {held:.0%}; the rest is not."),)
    return ()


_ROUNDING = 0.005


@factor(
    "voting",
    "Votes apart from shares",
    _TYPE,
    {"apart": "somebody votes with much more than they own"},
    reads=("Relation.share", "Relation.vote_share"),
    limits={"difference": "share of votes (0 to 1) beyond the share owned"},
    needs="related",
)
def voting(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether control lies elsewhere than ownership."""
    evidence = []
    for related in view.related:
        votes = related.relation.vote_share
        if votes is None:
            continue
        owned = related.relation.share
        if owned is not None and votes - owned > rule.limits["difference"]:
            who = related.party.display or related.path
            text = f"{who} owns {owned:.0%} and votes with {votes:.0%}."
            evidence.append(saw("apart", related.path, f"{votes:.0%}", text))
    return evidence


@factor(
    "related-role",
    "Role of a related party",
    _TYPE,
    RISK_WORDS,
    reads=("Relation.role", "Relation.description", "Relation.liability"),
    terms=LEVELS,
    needs="related",
)
def related_role(view: View, rule: Rule) -> Iterable[Evidence]:
    """Roles that put one person in front of another: nominees, trustees, proxies."""
    relations = [related.relation for related in view.related]
    said = [of.role for of in relations] + [of.description for of in relations] + [of.liability for of in relations]
    if not rule.terms.occur_in(said):
        return ()
    found = [place for related in view.related for place in _SAID_OF_ROLE.placed(related.relation, related.path)]
    return classified(rule, found, "The role")


_SAID_OF_ROLE = Texts("role", "description", "liability")


@factor(
    "related-documents",
    "Documents of related parties",
    _PAPERS,
    {"expired": "every dated identity document of an owner or a member of staff has expired"},
    reads=("Document.expires", "Document.kind"),
    needs="behind",
)
def related_documents(view: View, _: Rule) -> Iterable[Evidence]:
    """Whether the people behind the customer still have a valid document, where they show any."""
    evidence = []
    for related in view.behind:
        documents = related.party.documents
        if not documents:
            continue
        dated = [(last, held) for held in documents if (ends := held.expires) and (last := ends.earliest)]
        if not dated:
            continue
        last, held = max(dated, key=itemgetter(0)) if len(dated) > 1 else dated[0]
        if last < view.today:
            path, day = related.path, str(last)
            text = f"The {held.kind or 'document'} of {related.party.display or path} expired on {day}."
            evidence.append(saw("expired", f"{path}.documents", day, text))
    return evidence


@factor(
    "related-verification",
    "Verification of related parties",
    _PAPERS,
    {"old": "verified longer ago than the model's months", "ahead": "verified in the future"},
    reads=("Relation.verified",),
    limits={"old-months": "months after which a verification is old"},
    needs="related",
)
def related_verification(view: View, rule: Rule) -> Iterable[Evidence]:
    """When related parties were last verified, where the sender says so."""
    evidence = []
    for related in view.related:
        said = related.relation.verified
        if said is None or (day := said.latest) is None:
            continue
        if day > view.today and (first := said.earliest) and first > view.today:
            outcome, state = "ahead", "is verified in the future"
        elif view.months_since(day) >= rule.limits["old-months"]:
            outcome, state = "old", f"was last verified on {said.text}"
        else:
            continue
        who = related.party.display or related.path
        evidence.append(saw(outcome, f"{related.path}.verified", said.text, f"{who} {state}."))
    return evidence


@factor(
    "related-business",
    "Business of a related party",
    ("economicProfile", "Activity"),
    RISK_WORDS,
    reads=(
        "Person.occupation",
        "Organisation.kind",
        "Organisation.legal_form",
        "Organisation.business_purposes",
        "Organisation.business_description",
    ),
    terms=LEVELS,
    needs="related",
)
def related_business(view: View, rule: Rule) -> Iterable[Evidence]:
    """What the people and organisations do whom the customer names."""
    found: list[Placed] = []
    terms = rule.terms
    for related in view.related:
        party = related.party
        person, of = party.person, party.organisation
        if person and terms[person.occupation]:
            found.append((person.occupation, related.path, "person.occupation"))
        if of and terms.occur_in((of.kind, of.legal_form, of.business_description, *of.business_purposes)):
            where = f"{related.path}.organisation"
            found += [(of.kind, where, "kind"), (of.legal_form, where, "legal_form")]
            found += [(purpose, where, "business_purposes") for purpose in of.business_purposes]
            found.append((of.business_description, where, "business_description"))
    return classified(rule, found, "The business of a related party") if found else ()
