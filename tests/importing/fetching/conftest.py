import ssl

import pytest

from tests.importing.fetching.serving import CERTIFICATE, serving


@pytest.fixture
def site():
    with serving() as site:
        yield site


@pytest.fixture
def secure_site():
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(CERTIFICATE)
    with serving(ours) as site:
        site.tls = ssl.create_default_context(cafile=CERTIFICATE)
        yield site
