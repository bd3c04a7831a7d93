"""What the features speak of, so that a judgement can be told in five numbers instead of fifty.

Features overlap, and a fit gives some of those that do opposite signs; within a theme that evens out. The product of
two features belongs to the later theme of both: what one name lacks weighs by what both have, not the other way round.
"""

from __future__ import annotations

from enum import StrEnum


class Theme(StrEnum):
    """One line of a told judgement."""

    SHARED = "what both have"
    WRITING = "how they are written and listed"
    FORM = "order, titles and forms"
    SPELLING = "spelling"
    LACKING = "what only one has"


_FEATURES = {
    Theme.SHARED: (
        "covers_query covers_both rare_evidence rarest_match rarest_same all_common contained_listed "
        "three_words_matched whole_string the_very_words"
    ),
    Theme.WRITING: "one_word_query one_word_listed other_script few_syllables no_vowels weak_alias",
    Theme.FORM: "out_of_order other_form same_form",
    Theme.SPELLING: (
        "least_alike most_edits all_edits other_beginning other_gender other_patronymic other_syllable known_name "
        "other_consonants two_common_names other_form_of_gender initials"
    ),
    Theme.LACKING: (
        "unmatched_query unmatched_listed both_unmatched conflict words_unmatched one_word_matched fathers_left_out"
    ),
}
THEME_OF = {name: theme for theme, names in _FEATURES.items() for name in names.split()}
_ORDER = list(Theme)


def theme_of_both(first: str, second: str) -> Theme:
    """The theme of the product of two features."""
    return max(THEME_OF[first], THEME_OF[second], key=_ORDER.index)
