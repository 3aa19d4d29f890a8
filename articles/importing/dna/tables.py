"""The tables of a .dna file, which is an SQLite database, as Discourse Network Analyzer 3 makes them."""

VERSION = "3.0.7"
DEFAULT = "DNA Statement"
"""The type of statement that every file has: who is for or against what."""
OTHER = "Demarche Statement"
"""Ours for what ``DEFAULT`` cannot tell: its integer variable is one of ``STANCES``."""
STANCES = {"oppose": -1, "neutral": 0, "support": 1, "conditional": 2, "": 9}
"""The last is of statements that take no position."""
AGREEMENT = {"support": 1, "oppose": 0}
LONGEST = 190  # characters of titles, names and values

_COLOURS = ", ".join(f"{c} INTEGER NOT NULL DEFAULT 0 CHECK ({c} BETWEEN 0 AND 255)"
                     for c in ("Red", "Green", "Blue"))  # fmt: skip
_PERMISSIONS = tuple(
    f"Permission{each}"
    for each in (
        *("AddDocuments", "EditDocuments", "DeleteDocuments", "ImportDocuments", "AddStatements"),
        *("EditStatements", "DeleteStatements", "EditAttributes", "EditRegex", "EditStatementTypes"),
        *("EditCoders", "EditCoderRelations", "ViewOthersDocuments", "EditOthersDocuments"),
        *("ViewOthersStatements", "EditOthersStatements"),
    )
)


def _flag(name: str, default: int = 1) -> str:
    return f"{name} INTEGER NOT NULL CHECK ({name} BETWEEN 0 AND 1) DEFAULT {default}"


def _short(name: str, rest: str = "") -> str:
    return f"{name} TEXT NOT NULL{rest} CHECK (LENGTH({name}) <= {LONGEST})"


def _refers(column: str, table: str) -> str:
    return f"FOREIGN KEY({column}) REFERENCES {table}(ID) ON DELETE CASCADE"


_OF_A_STATEMENT = (
    "ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER NOT NULL, VariableId INTEGER NOT NULL, {}, "
    f"{_refers('StatementId', 'STATEMENTS')}, {_refers('VariableId', 'VARIABLES')}, "
    "UNIQUE (StatementId, VariableId)"
)
_EMPTY = " DEFAULT ''"
TABLES = {
    "SETTINGS": "Property TEXT PRIMARY KEY, Value TEXT NOT NULL",
    "CODERS": f"ID INTEGER NOT NULL PRIMARY KEY, {_short('Name')}, {_COLOURS}, "
    "Refresh INTEGER NOT NULL CHECK (Refresh BETWEEN 0 AND 9999) DEFAULT 0, "
    "FontSize INTEGER NOT NULL CHECK (FontSize BETWEEN 1 AND 99) DEFAULT 14, "
    f"{_short('Password')}, PopupWidth INTEGER CHECK (PopupWidth BETWEEN 100 AND 9999) DEFAULT 300, "
    f"{_flag('ColorByCoder', 0)}, {_flag('PopupDecoration', 0)}, {_flag('PopupAutoComplete')}, "
    + ", ".join(map(_flag, _PERMISSIONS)),
    "DOCUMENTS": f"ID INTEGER NOT NULL PRIMARY KEY, {_short('Title')}, Text TEXT NOT NULL, Coder INTEGER, "
    + ", ".join(_short(name, _EMPTY) for name in ("Author", "Source", "Section"))
    + f", Notes TEXT NOT NULL DEFAULT '', {_short('Type', _EMPTY)}, Date INTEGER NOT NULL, "
    + _refers("Coder", "CODERS"),
    "STATEMENTTYPES": f"ID INTEGER NOT NULL PRIMARY KEY, {_short('Label')}, {_COLOURS}",
    "VARIABLES": f"ID INTEGER NOT NULL PRIMARY KEY, {_short('Variable')}, DataType TEXT NOT NULL CHECK "
    "(DataType IN ('boolean', 'integer', 'long text', 'short text')) DEFAULT 'short text', "
    f"StatementTypeId INTEGER, {_refers('StatementTypeId', 'STATEMENTTYPES')}, "
    "UNIQUE (Variable, StatementTypeId)",
    "VARIABLELINKS": "ID INTEGER NOT NULL PRIMARY KEY, SourceVariableId INTEGER, TargetVariableId INTEGER, "
    f"CHECK (TargetVariableId != SourceVariableId), {_refers('SourceVariableId', 'VARIABLES')}, "
    f"{_refers('TargetVariableId', 'VARIABLES')}",
    "REGEXES": f"Label TEXT PRIMARY KEY CHECK (LENGTH(Label) <= {LONGEST}), {_COLOURS}",
    "CODERRELATIONS": "ID INTEGER NOT NULL PRIMARY KEY, Coder INTEGER CHECK (Coder > 0), "
    "OtherCoder INTEGER CHECK (OtherCoder > 0), "
    + ", ".join(map(_flag, ("viewStatements", "editStatements", "viewDocuments", "editDocuments")))
    + f", CHECK (Coder != OtherCoder), {_refers('Coder', 'CODERS')}, {_refers('OtherCoder', 'CODERS')}",
    "STATEMENTS": "ID INTEGER NOT NULL PRIMARY KEY, StatementTypeId INTEGER, DocumentId INTEGER, "
    "Start INTEGER NOT NULL CHECK (Start >= 0), Stop INTEGER NOT NULL CHECK (Stop >= 0), Coder INTEGER, "
    f"CHECK (Start < Stop), {_refers('StatementTypeId', 'STATEMENTTYPES')}, {_refers('Coder', 'CODERS')}, "
    + _refers("DocumentId", "DOCUMENTS"),
    "DATABOOLEAN": _OF_A_STATEMENT.format("Value INTEGER NOT NULL DEFAULT 1"),
    "DATAINTEGER": _OF_A_STATEMENT.format("Value INTEGER NOT NULL DEFAULT 0"),
    "ENTITIES": f"ID INTEGER PRIMARY KEY NOT NULL, VariableId INTEGER NOT NULL, {_short('Value', _EMPTY)}, "
    + _COLOURS.replace(" NOT NULL DEFAULT 0", "")
    + ", ChildOf INTEGER CHECK (ChildOf > 0), UNIQUE (VariableId, Value), "
    f"{_refers('ChildOf', 'ENTITIES')}, {_refers('VariableId', 'VARIABLES')}",
    "DATASHORTTEXT": _OF_A_STATEMENT.format(
        "Entity INTEGER NOT NULL REFERENCES ENTITIES(ID) ON DELETE CASCADE"
    ),
    "DATALONGTEXT": _OF_A_STATEMENT.format("Value TEXT DEFAULT ''"),
    "ATTRIBUTEVARIABLES": "ID INTEGER PRIMARY KEY NOT NULL, VariableId INTEGER NOT NULL, "
    f"{_short('AttributeVariable')}, UNIQUE (VariableId, AttributeVariable), "
    + _refers("VariableId", "VARIABLES"),
    "ATTRIBUTEVALUES": "ID INTEGER PRIMARY KEY NOT NULL, EntityId INTEGER NOT NULL, "
    f"AttributeVariableId INTEGER NOT NULL, {_short('AttributeValue', _EMPTY)}, "
    f"UNIQUE (EntityId, AttributeVariableId), {_refers('EntityId', 'ENTITIES')}, "
    + _refers("AttributeVariableId", "ATTRIBUTEVARIABLES"),
}
"""By name, in an order in which none refers to a later one."""

DATA = {
    "boolean": ("DATABOOLEAN", "Value"),
    "integer": ("DATAINTEGER", "Value"),
    "long text": ("DATALONGTEXT", "Value"),
    "short text": ("DATASHORTTEXT", "Entity"),
}
"""The table and column that hold values of a variable of this type."""
OF_TEXTS = ("DOCUMENTS", "STATEMENTS", *(table for table, _ in DATA.values()))
COLOURS = ("Red", "Green", "Blue")


def utf16(text: str, at: int) -> int:
    """The place of a character as Java counts it, in units of UTF-16."""
    return at if text.isascii() else at + sum(1 for letter in text[:at] if letter > "\uffff")


def code_point(text: str, at: int) -> int | None:
    """The character at a place that Java counts; None outside of the text, or within a character."""
    if text.isascii():
        return at if at <= len(text) else None
    units = text.encode("utf-16-le")
    if 2 * at > len(units):
        return None
    try:
        return len(units[: 2 * at].decode("utf-16-le"))
    except UnicodeDecodeError:
        return None
