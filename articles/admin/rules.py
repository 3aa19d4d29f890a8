"""What the rules of the tables say, in sentences about things."""

import re

RULES = {
    "actor_once_per_country": "Somebody of this name and kind is on record for this country already.",
    "actor_state_has_country": "A state needs its country.",
    "actor_body_is_of_no_country": "An international body speaks for no country: leave it empty.",
    "actor_of_members_is_a_body": "Only an international body has members.",
    "actor_alias_once": "This actor has this alias already.",
    "role_ends_after_it_starts": "This term would end before it begins.",
    "role_once": "This actor has this role from this day on already.",
    "role_for_a_country_or_a_body": "A role is held for a country or for a body, not for both.",
    "membership_ends_after_it_starts": "This membership would end before it begins.",
    "membership_once": "This country is a member from this day on already.",
    "article_text_once_per_source": "This source has this very text on record already.",
    "article_text_not_empty": "An article needs a text.",
    "issue_not_its_own_parent": "An issue cannot stand under itself.",
    "attribution_for_a_country_or_a_body": "A statement is made for a country or for a body, not for both.",
    "attribution_once": "This speaker is named twice.",
    "position_once_per_issue": "A statement takes one stance on an issue; this one has two.",
    "question_once": "This roll call is tied to this issue already.",
    "vote_once": "This country has a vote in this roll call already.",
    "statement_once_per_place": "Another statement stands at exactly this place already.",
    "statement_not_its_own_parent": "A statement cannot report itself.",
}
NAMED = re.compile(r"Constraint “(\w+)” is violated\.")


def in_a_sentence(message: str) -> str:
    """The message, with the rule that it names told as a sentence."""

    def told(found: re.Match[str]) -> str:
        return RULES.get(found[1]) or f"{found[1].replace('_', ' ').capitalize()}."

    return NAMED.sub(told, message)
