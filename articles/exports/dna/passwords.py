"""The password of a coder, kept as Discourse Network Analyzer wants it: Jasypt's StrongPasswordEncryptor."""

import base64
import hashlib
import secrets
import unicodedata

ROUNDS, SALT = 100_000, 16  # of SHA-256; bytes


def hashed(password: str, salt: bytes = b"") -> str:
    """64 characters: salt and digest in base64. With a salt of its own unless one is given."""
    salt = salt or secrets.token_bytes(SALT)
    digest = hashlib.sha256(salt + unicodedata.normalize("NFC", password).encode()).digest()
    for _ in range(ROUNDS - 1):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(salt + digest).decode()
