"""The vocabulary of the site; each QuerySet stands right above its model."""

from articles.models.actions import Action, Verb
from articles.models.actors import Actor, ActorAlias, Role
from articles.models.batches import Batch, Candidate, Feed, FetchedPage
from articles.models.blocs import Bloc, Membership
from articles.models.coding import Code, Coder, CodingTask
from articles.models.commits import Commit
from articles.models.comparisons import Comparison, Takedown
from articles.models.copies import Sketch
from articles.models.countries import Country, CountryName
from articles.models.dna import DnaDocument, DnaFile, DnaStatement
from articles.models.error_reports import ErrorReport
from articles.models.issues import Issue
from articles.models.orphans import Orphan
from articles.models.positions import Attribution, LikelyPosition, Position
from articles.models.proposed_issues import ProposedIssue, ProposedPosition
from articles.models.readers import ReaderAnswer, ReaderDay, ReaderReading
from articles.models.references import Reference
from articles.models.sign_ins import SignIn
from articles.models.statements import OFFICIAL, Review, Statement, Utterance, Voice
from articles.models.subscriptions import Delivery, Subscription, Told
from articles.models.teamwork import Assignment, Comment, Flag, InboxVisit
from articles.models.texts import Article, Source
from articles.models.tokens import ApiToken
from articles.models.votes import Question, RollCall, Vote
from articles.models.writes import Write

__all__ = [
    "OFFICIAL",
    "Action",
    "Actor",
    "ActorAlias",
    "ApiToken",
    "Article",
    "Assignment",
    "Attribution",
    "Batch",
    "Bloc",
    "Candidate",
    "Code",
    "Coder",
    "CodingTask",
    "Comment",
    "Commit",
    "Comparison",
    "Country",
    "CountryName",
    "Delivery",
    "DnaDocument",
    "DnaFile",
    "DnaStatement",
    "ErrorReport",
    "Feed",
    "FetchedPage",
    "Flag",
    "InboxVisit",
    "Issue",
    "LikelyPosition",
    "Membership",
    "Orphan",
    "Position",
    "ProposedIssue",
    "ProposedPosition",
    "Question",
    "ReaderAnswer",
    "ReaderDay",
    "ReaderReading",
    "Reference",
    "Review",
    "Role",
    "RollCall",
    "SignIn",
    "Sketch",
    "Source",
    "Statement",
    "Subscription",
    "Takedown",
    "Told",
    "Utterance",
    "Verb",
    "Voice",
    "Vote",
    "Write",
]
