"""What all views of the API do alike: refuse what they do not take, look into the past, choose fields."""

import datetime
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from functools import cached_property, partial
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.http import Http404
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from articles.addresses import EveryQuery, number
from articles.api.authentication import Reads
from articles.api.schema import Schema, paged
from articles.api.things import Row, Whole
from articles.history.as_of import as_of, moment
from articles.views.jinja import absolute
from articles.views.page_cache import Public

SIZE, MOST = 50, 250  # things on a page


class Reading(APIView):
    """A view that only reads; ``parameters`` are those that it takes, with their meaning."""

    parameters: ClassVar[dict[str, str]] = {}
    problems: ClassVar[tuple[int, ...]] = (400, 401, 403, 503)
    permission_classes = [Reads]
    schema = Schema()
    public = Public(EveryQuery, is_page=False)

    @classmethod
    def as_view(cls, **given: Any) -> Any:
        view: Any = super().as_view(**given)
        view.public = cls.public
        return view

    def answer(self) -> Any:
        """The serializer of what it answers, for the schema."""
        raise NotImplementedError

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if unknown := set(request.query_params) - set(self.parameters if request.method != "POST" else ()):
            takes = f"There is no such parameter; these are: {', '.join(self.parameters) or 'none'}."
            raise ValidationError({name: [takes] for name in sorted(unknown)})

    @property
    def whole(self) -> Whole:
        return partial(absolute, self.request)

    @cached_property
    def moment(self) -> datetime.datetime | None:
        """Of which everything is to be told; None for now."""
        given = self.request.query_params.get("as_of", "").strip()
        try:
            return moment(given) if given else None
        except ValueError as error:
            raise ValidationError({"as_of": [str(error)]}) from None

    def known(self) -> Any:
        """Whatever is read inside is what was known at the moment asked for, if any is."""
        return as_of(self.moment) if self.moment else nullcontext()

    def chosen(self, rows: Iterable[Row], known: Iterable[str]) -> list[Row]:
        """The rows with the fields alone that ``fields`` names; with all, if it names none."""
        given = self.request.query_params.get("fields", "")
        names = [name.strip() for name in given.split(",") if name.strip()]
        if unknown := [name for name in names if name not in known]:
            sentence = f"There is no field {', '.join(unknown)}; these are: {', '.join(known)}."
            raise ValidationError({"fields": [sentence]})
        return [{name: row[name] for name in names} for row in rows] if names else list(rows)


def size_of(request: Request) -> int:
    """How many things a page is to hold."""
    given = number(request.query_params.get("size", str(SIZE)))
    if given is None or not 1 <= given <= MOST:
        raise ValidationError({"size": [f"A page holds 1 to {MOST} things."]})
    return given


class Pages(CursorPagination):
    """In the order of their keys, so that nothing is missed or told twice however the record grows."""

    ordering = "pk"

    def get_page_size(self, request: Request) -> int:
        return size_of(request)

    def decode_cursor(self, request: Request) -> Any:
        try:
            return super().decode_cursor(request)
        except NotFound:
            given = request.query_params[self.cursor_query_param]
            raise ValidationError({"cursor": [f"“{given}” is not a place in this list."]}) from None

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.get_next_link(), "results": data})


class Listing(Reading):
    """All things of a kind that readers see."""

    shape: ClassVar[Any]
    make: ClassVar[Callable[[Any, Whole], Row]]
    filterset: ClassVar[type[django_filters.FilterSet] | None] = None

    def answer(self) -> Any:
        return paged(self.shape)

    def rows(self) -> QuerySet[Any]:
        raise NotImplementedError

    def get(self, request: Request) -> Response:
        with self.known():
            rows = self.rows()
            if self.filterset:
                found = self.filterset(request.query_params, rows)
                if not found.is_valid():
                    raise ValidationError(found.errors)
                rows = found.qs
            pages = Pages()
            page = pages.paginate_queryset(rows, request, self) or []
            pages.base_url = absolute(request, request.get_full_path())
            made = [type(self).make(thing, self.whole) for thing in page]
            return pages.get_paginated_response(self.chosen(made, self.shape().fields))


class Single(Reading):
    """One thing of a kind, by the ``key`` in its address."""

    listing: ClassVar[type[Listing]]
    key: ClassVar[str] = "pk"
    problems = (400, 401, 403, 404, 503)

    def answer(self) -> Any:
        return self.listing.shape

    def get(self, request: Request, key: Any) -> Response:
        with self.known():
            listing = self.listing
            thing = listing().rows().filter(**{self.key: key}).first()
            if thing is None:
                raise Http404
            (row,) = self.chosen([listing.make(thing, self.whole)], listing.shape().fields)
            return Response(row)
