"""Zip files, and formats that are one: nothing is unpacked that could fill a disk or a memory."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from operator import itemgetter
from pathlib import PurePosixPath

from articles.importing.files.entries import Flaw

MOST_FILES = 1_000
MOST_BYTES = 100_000_000  # of all files together, unpacked
MOST_RATIO = 100  # unpacked to packed; texts stay below 20
SMALL = 1_000_000  # bytes unpacked; a file of so few may have any ratio
READ = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Of these methods Python never unpacks more than the size that was declared and checked."""
ENCRYPTED = 0x1


def opened(data: bytes) -> zipfile.ZipFile:
    """The zip file; Flaw if it is broken, locked, or would unpack to more than is read."""
    try:
        packed = zipfile.ZipFile(io.BytesIO(data))
        members = packed.infolist()
    except Exception:  # the library trusts offsets and lengths, and these may be anything
        raise Flaw("is a broken zip file; pack it anew") from None
    if len(members) > MOST_FILES:
        raise Flaw(f"holds {len(members):,} files; at most {MOST_FILES:,} are read: split it")
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise Flaw("is locked by a password; pack it anew without one")
    total = sum(member.file_size for member in members)
    if total > MOST_BYTES:
        raise Flaw(f"unpacks to {total:,} bytes; at most {MOST_BYTES:,} are read: split it")
    for member in members:
        if member.file_size > max(SMALL, MOST_RATIO * member.compress_size):
            raise Flaw(
                f"unpacks “{path_of(member)}” to {MOST_RATIO} times its size or more, as no text does; "
                "pack it anew without it"
            )
    return packed


def content(packed: zipfile.ZipFile, member: zipfile.ZipInfo | str) -> bytes:
    """What one file of it holds; Flaw if that is broken or packed in a way that is not read."""
    try:
        info = packed.getinfo(member) if isinstance(member, str) else member
        if info.compress_type not in READ:
            raise Flaw(f"is packed by a method that is not read ({info.compress_type}); pack it anew")
        return packed.read(info)
    except Flaw:
        raise
    except (KeyError, ValueError, OSError, EOFError, NotImplementedError, RuntimeError, zlib.error,
            zipfile.BadZipFile, OverflowError):  # fmt: skip
        raise Flaw("is broken in its zip file; pack it anew") from None


def files(packed: zipfile.ZipFile) -> Iterator[tuple[PurePosixPath, zipfile.ZipInfo]]:
    """Its files in the order of their paths, without folders and what systems put in by themselves."""
    for path, member in sorted(
        ((path_of(member), member) for member in packed.infolist()), key=itemgetter(0)
    ):
        if not member.is_dir() and "__MACOSX" not in path.parts and not path.name.startswith("."):
            yield path, member


def path_of(member: zipfile.ZipInfo) -> PurePosixPath:
    """Where it stands, for people; it never leads out of a folder, and nothing is written by it."""
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    return PurePosixPath(*(part for part in parts if part not in ("/", "..")))
