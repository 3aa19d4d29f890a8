"""However many pages are asked for, a process keeps no more bytes of them than it may."""

import pytest
from django.http import HttpResponse

from articles.views import memory
from articles.views.memory import BESIDE, LARGEST, Pages


def page(size):
    return HttpResponse(b"x" * size, headers={"ETag": f'"{size}"'})


def test_a_page_is_given_back_as_it_was():
    pages = Pages(10_000)
    pages.keep("a", page(5))
    assert (pages.get("a").content, pages.get("a").headers) == (b"xxxxx", page(5).headers)
    assert pages.get("b") is None


def test_what_one_reader_gets_can_be_changed_without_changing_the_next_ones():
    pages = Pages(10_000)
    pages.keep("a", page(5))
    pages.get("a").headers["ETag"] = "other"
    assert pages.get("a")["ETag"] == '"5"'


def test_the_budget_is_one_of_bytes_and_the_least_recently_used_goes_first():
    pages = Pages(3 * (BESIDE + 100))
    for tag in "abc":
        pages.keep(tag, page(100))
    pages.get("a")
    pages.keep("d", page(100))
    assert [tag for tag in "abcd" if pages.get(tag)] == ["a", "c", "d"]
    pages.keep("e", page(BESIDE + 200))  # as much as two of them
    assert ([tag for tag in "acde" if pages.get(tag)], pages.weight) == (["d", "e"], 3 * (BESIDE + 100))


def test_a_page_made_again_is_counted_once():
    pages = Pages(10_000)
    for _ in range(9):
        pages.keep("a", page(100))
    assert (len(pages), pages.weight) == (1, BESIDE + 100)


def test_a_long_page_is_not_kept():
    pages = Pages(32_000_000)
    pages.keep("longest", page(LARGEST))
    pages.keep("longer", page(LARGEST + 1))
    assert [tag for tag in ("longest", "longer") if pages.get(tag)] == ["longest"]


@pytest.mark.parametrize("most", [0, BESIDE])
def test_without_memory_nothing_is_kept(most):
    pages = Pages(most)
    pages.keep("a", page(1))
    assert (len(pages), pages.get("a")) == (0, None)


def test_the_site_keeps_as_much_as_it_is_told(settings):
    assert settings.PAGE_MEMORY == 32_000_000 == memory.pages._kept.maxsize
