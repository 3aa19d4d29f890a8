"""The verbs by which people change the record; each checks, writes and is written down as an Action."""

from articles.curate.actions import Editor, Refused, Verb, acting, by_token, permitted
from articles.curate.aliases import learn_alias
from articles.curate.batches import ADDS, Taken, take, undo_batch
from articles.curate.coding_lock import require_uncoded, resolving
from articles.curate.conflicts import Meanwhile, Outdated, changed_since, require_version, version
from articles.curate.correct import Entries, Speaker, correct, propose, says_the_same, tag
from articles.curate.following import follow_feed, set_followed
from articles.curate.merge import Plan, merge, plan
from articles.curate.proposed_issues import Wording, accept_issue, dismiss_issue
from articles.curate.publish import publish, withdraw
from articles.curate.redate import Redating, redate_by_article, redatings
from articles.curate.references import no_reference, refer
from articles.curate.replace_text import Replacement, replace_text, replacement
from articles.curate.review import accept, check, confirm_edit, confirm_fields, discard, redate, reject
from articles.curate.splitting import merge_words, split
from articles.curate.undo import undo
from articles.curate.utterances import join, part

__all__ = [
    "ADDS",
    "Editor",
    "Entries",
    "Meanwhile",
    "Outdated",
    "Plan",
    "Redating",
    "Refused",
    "Replacement",
    "Speaker",
    "Taken",
    "Verb",
    "Wording",
    "accept",
    "accept_issue",
    "acting",
    "by_token",
    "changed_since",
    "check",
    "confirm_edit",
    "confirm_fields",
    "correct",
    "discard",
    "dismiss_issue",
    "follow_feed",
    "join",
    "learn_alias",
    "merge",
    "merge_words",
    "no_reference",
    "part",
    "permitted",
    "plan",
    "propose",
    "publish",
    "redate",
    "redate_by_article",
    "redatings",
    "refer",
    "reject",
    "replace_text",
    "replacement",
    "require_uncoded",
    "require_version",
    "resolving",
    "says_the_same",
    "set_followed",
    "split",
    "tag",
    "take",
    "undo",
    "undo_batch",
    "version",
    "withdraw",
]
