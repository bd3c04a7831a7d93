"""Which fields of document 004 the profile has no place for, and which of the profile document 004 has no words for."""

from __future__ import annotations

UNMAPPED = {
    "communicationNumber": "names the request, not the customer",
    "requester": "the system that sends",
    "action": "what to do with the rest",
    "sourceOfRiskLevel": "whether the level is ours or theirs",
    "initializeScreeningProcesses": "which events are wanted; everything is screened anyway",
    "listContact.useForCommunication": "which of several means the sender prefers",
    "listBusinessEntityDocument.description": "free text beside a document whose kind is said",
    "listPaymentPurpose.turnoverDirection": "money for a risky purpose is no better than money from it",
}
"""Fields that say nothing of the customer's risk, each with the reason; they stay in what is stored of the request."""

UNSCORED = {
    "listRelatedEntity.listRegionOfActivity": "judged by their countries; a region is the sender's own word",
    "listRelatedEntity.regionOfActivityDescription": "free text for the human who decides",
    "listRelatedEntity.listIncomeSource": "what we receive is the customer's income, whose sources are judged",
}
"""Fields that the profile has no place for, each with the reason; they are kept with the related entity as extras, for
whoever reads the case."""

UNSAID = (
    *("group_id", "role", "since", "stated_level", "next_review", "replaced", "replaced_notes", "flags"),
    *("underwriter", "underwriter_id", "officer"),
    *("channel.non_face_to_face", "channel.referred_by", "channel.entry_channel", "channel.device_id"),
    *("channel.device_kind", "channel.operating_system", "channel.ip_address", "channel.ip_country"),
    *("channel.internet_provider", "business.products", "business.activity_risks", "business.behaviour_risks"),
    *("business.enhanced_checks", "business.documents_held", "business.network", "business.exemptions"),
    *("business.statements", "business.expected.income_daily", "business.expected.income_monthly"),
    *("business.expected.income_yearly", "business.expected.ticket_average", "business.expected.ticket_max"),
    *("business.expected.count_daily", "business.expected.count_monthly", "business.expected.count_yearly"),
    *("business.expected.volume_daily", "business.expected.volume_monthly", "business.expected.volume_yearly"),
    *("business.expected.volatility", "business.expected.deposit_delay", "business.expected.discount_frequency"),
    *("business.expected.entry_modes", "party.accounts", "party.assessments"),
    *("party.person.birth_place", "party.person.gender", "party.person.marital_status"),
    *("party.organisation.domicile_country", "party.organisation.kind", "party.organisation.division"),
    *("party.organisation.trademark", "party.organisation.complex_ownership", "party.organisation.bearer_shares"),
)
"""What the document has no words for: where another dialect said it, it stays (``merging.carried_over``)."""
