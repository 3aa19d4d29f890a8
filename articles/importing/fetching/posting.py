"""Send something to an address that somebody gave: to public machines only, and never further than there."""

import ssl
from collections.abc import Mapping

from articles.importing.fetching.connecting import Deadline, answered
from articles.importing.fetching.failures import NotFetched
from articles.importing.fetching.hosts import Allowed, Resolver, looked_up, resolve, target_of
from articles.importing.fetching.pages import user_agent

SECONDS = 15
MOST = 10_000  # bytes of the answer that are read


def post(
    address: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    resolver: Resolver = resolve,
    allow: Allowed = frozenset(),
    tls: ssl.SSLContext | None = None,
) -> str:
    """The beginning of the answer, if its status is 200 to 299; else NotFetched with the reason.

    Redirects are not followed: what is sent is meant for the address alone. 408, 425, 429 and 500 and above
    may go away by themselves. ``allow`` and ``tls`` are for tests.
    """
    deadline = Deadline(SECONDS)
    target = target_of(address, allow)
    ips = looked_up(target, resolver, allow)
    sent = {
        "Host": target.host_header,
        "User-Agent": user_agent(),
        "Accept-Encoding": "identity",
        "Connection": "close",
        **headers,
    }
    with answered(target, ips, sent, deadline, tls, body) as response:
        status = response.status
        told = (response.read(MOST) or b"").decode("utf-8", "replace")
    if 200 <= status < 300:
        return told
    again = status in (408, 425, 429) or status >= 500
    raise NotFetched(f"{target.host} answered {status} to what was sent.", again=again, status=status)
