"""Makes small .dna files, and tells what one says without numbers and colours.

The tables stand here once more, as DNA 3 itself makes them, so that a file of ours is held against these.
"""

import sqlite3
from contextlib import closing

PERMISSIONS = [
    "AddDocuments",
    "EditDocuments",
    "DeleteDocuments",
    "ImportDocuments",
    "AddStatements",
    "EditStatements",
    "DeleteStatements",
    "EditAttributes",
    "EditRegex",
    "EditStatementTypes",
    "EditCoders",
    "EditCoderRelations",
    "ViewOthersDocuments",
    "EditOthersDocuments",
    "ViewOthersStatements",
    "EditOthersStatements",
]
TABLES = {
    "SETTINGS": "Property Value",
    "CODERS": "ID Name Red Green Blue Refresh FontSize Password PopupWidth ColorByCoder PopupDecoration "
    "PopupAutoComplete " + " ".join(f"Permission{each}" for each in PERMISSIONS),
    "DOCUMENTS": "ID Title Text Coder Author Source Section Notes Type Date",
    "STATEMENTTYPES": "ID Label Red Green Blue",
    "VARIABLES": "ID Variable DataType StatementTypeId",
    "VARIABLELINKS": "ID SourceVariableId TargetVariableId",
    "REGEXES": "Label Red Green Blue",
    "CODERRELATIONS": "ID Coder OtherCoder viewStatements editStatements viewDocuments editDocuments",
    "STATEMENTS": "ID StatementTypeId DocumentId Start Stop Coder",
    "DATABOOLEAN": "ID StatementId VariableId Value",
    "DATAINTEGER": "ID StatementId VariableId Value",
    "DATALONGTEXT": "ID StatementId VariableId Value",
    "DATASHORTTEXT": "ID StatementId VariableId Entity",
    "ENTITIES": "ID VariableId Value Red Green Blue ChildOf",
    "ATTRIBUTEVARIABLES": "ID VariableId AttributeVariable",
    "ATTRIBUTEVALUES": "ID EntityId AttributeVariableId AttributeValue",
}
TEXT = "\r\n🕊 Opening.\r\nSanctions are the way, said the senator. Talks are not. A note.\r\n"
TYPES = {
    (1, "DNA Statement"): [
        *((1, "person", "short text"), (2, "organization", "short text"), (3, "concept", "short text")),
        (4, "agreement", "boolean"),
    ],
    (2, "Annotation"): [(5, "note", "long text")],
}
ENTITIES = [
    *((1, 1, "", None), (2, 1, "Jo Bloggs", None), (3, 2, "", None), (4, 2, "Senate", None)),
    *((5, 2, "Russia", None), (6, 3, "", None), (7, 3, "Sanctions help.", None), (8, 3, "Talks help.", 7)),
]


def place(words, text=TEXT):
    """Where words stand, as Java counts."""
    before = text[: text.index(words)]
    start = len(before.encode("utf-16-le")) // 2
    return start, start + len(words.encode("utf-16-le")) // 2


def make(path, version="3.0.7", leave_out=(), change=""):
    """A file with three documents (one of them empty), five statements, three coders; ``change`` is SQL."""
    with closing(sqlite3.connect(path)) as file:
        for table, columns in TABLES.items():
            if table not in leave_out:
                file.execute(f"CREATE TABLE {table} ({', '.join(columns.split())})")
        fill(file, version)
        file.executescript(change)
        file.commit()
    return path


def row(file, table, *values):
    """The first columns of a row; those that are left have numbers that DNA takes."""
    names = TABLES[table].split()
    if file.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [table]).fetchone():
        rest = [14 if name == "FontSize" else 1 for name in names[len(values) :]]
        file.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})", [*values, *rest])


def fill(file, version):
    row(file, "SETTINGS", "version", version)
    row(file, "SETTINGS", "date", "2024-05-06")
    for number, name in enumerate(("Admin", "Ann", "Bob"), 1):
        row(file, "CODERS", number, name, 255, 255, number, 0, 14, "x" * 64, 400)
    row(file, "CODERRELATIONS", 1, 2, 3, 1, 0, 1, 0)
    for (number, label), variables in TYPES.items():
        row(file, "STATEMENTTYPES", number, label, 1, 2, 3)
        for variable, name, kind in variables:
            row(file, "VARIABLES", variable, name, kind, number)
    row(file, "VARIABLELINKS", 1, 1, 2)
    row(file, "REGEXES", "clim.*", 255, 0, 0)
    for number, variable, value, parent in ENTITIES:
        row(file, "ENTITIES", number, variable, value, 9, 9, 9, parent)
    for number, variable in enumerate((1, 2, 3), 1):
        row(file, "ATTRIBUTEVARIABLES", number, variable, "Alias")
    for number, (entity, variable, value, _) in enumerate(ENTITIES, 1):
        row(file, "ATTRIBUTEVALUES", number, entity, variable, f"of {value}")
    row(
        file,
        "DOCUMENTS",
        1,
        "First",
        TEXT,
        2,
        "An author",
        "Daily",
        "p. 4",
        "Some notes",
        "hearing",
        1_499_212_800 + 61,
    )
    row(file, "DOCUMENTS", 2, "Second", "Yes, we support talks.", 3, "", "", "", "", "", 1_499_299_200)
    row(file, "DOCUMENTS", 3, "Empty", "", None, "", "", "", "", "", 0)
    first = place("Sanctions are the way")
    said(file, 1, 1, first, 2, 2, 4, 7, 1)
    said(file, 2, 1, first, 3, 2, 4, 8, 0)  # other coder, same words: two concepts
    said(file, 3, 1, place("Talks are not"), 2, 1, 5, 8, 0)
    said(file, 4, 2, (8, 21), 3, 2, 3, 8, 1)
    row(file, "STATEMENTS", 5, 2, 1, *place("A note"), 3)
    row(file, "DATALONGTEXT", 1, 5, 5, "Ask Ann.\nAgain.")


def said(file, number, document, span, coder, person, organization, concept, agreement):
    row(file, "STATEMENTS", number, 1, document, *span, coder)
    for variable, entity in ((1, person), (2, organization), (3, concept)):
        row(file, "DATASHORTTEXT", 10 * number + variable, number, variable, entity)
    row(file, "DATABOOLEAN", number, number, 4, agreement)


QUERIES = {
    "settings": "SELECT Property, Value FROM SETTINGS",
    "coders": "SELECT Name, Password, Refresh, FontSize, PopupWidth, ColorByCoder, PermissionEditCoders, "
    "PermissionAddDocuments FROM CODERS",
    "relations": "SELECT a.Name, b.Name, viewStatements, editStatements, viewDocuments, editDocuments "
    "FROM CODERRELATIONS r JOIN CODERS a ON a.ID = r.Coder JOIN CODERS b ON b.ID = OtherCoder",
    "variables": "SELECT Label, Variable, DataType FROM VARIABLES v "
    "JOIN STATEMENTTYPES t ON t.ID = StatementTypeId",
    "links": "SELECT a.Variable, b.Variable FROM VARIABLELINKS JOIN VARIABLES a ON a.ID = SourceVariableId "
    "JOIN VARIABLES b ON b.ID = TargetVariableId",
    "regexes": "SELECT Label FROM REGEXES",
    "entities": "SELECT Label, Variable, e.Value, p.Value FROM ENTITIES e "
    "JOIN VARIABLES v ON v.ID = e.VariableId "
    "JOIN STATEMENTTYPES t ON t.ID = StatementTypeId LEFT JOIN ENTITIES p ON p.ID = e.ChildOf",
    "attributes": "SELECT Variable, Value, AttributeVariable, AttributeValue FROM ATTRIBUTEVALUES a "
    "JOIN ENTITIES e ON e.ID = EntityId JOIN ATTRIBUTEVARIABLES w ON w.ID = AttributeVariableId "
    "JOIN VARIABLES v ON v.ID = w.VariableId",
    "documents": "SELECT Title, Text, Name, Author, Source, Section, Notes, Type, Date FROM DOCUMENTS d "
    "LEFT JOIN CODERS c ON c.ID = Coder",
    "statements": "SELECT Title, Label, Start, Stop, Name, "
    "(SELECT group_concat(Variable || '=' || Value, '|') FROM (SELECT Variable, e.Value FROM DATASHORTTEXT x "
    "JOIN VARIABLES v ON v.ID = x.VariableId JOIN ENTITIES e ON e.ID = Entity WHERE StatementId = s.ID "
    "UNION SELECT Variable, Value FROM DATABOOLEAN x JOIN VARIABLES v ON v.ID = x.VariableId "
    "WHERE StatementId = s.ID "
    "UNION SELECT Variable, Value FROM DATAINTEGER x JOIN VARIABLES v ON v.ID = x.VariableId "
    "WHERE StatementId = s.ID "
    "UNION SELECT Variable, Value FROM DATALONGTEXT x JOIN VARIABLES v ON v.ID = x.VariableId "
    "WHERE StatementId = s.ID ORDER BY 1)) "
    "FROM STATEMENTS s JOIN DOCUMENTS d ON d.ID = DocumentId JOIN STATEMENTTYPES t ON t.ID = StatementTypeId "
    "LEFT JOIN CODERS c ON c.ID = s.Coder",
}


def told(path, *parts):
    """What the file says, by part: rows with names in place of numbers, sorted."""
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = {part: sorted(file.execute(QUERIES[part]).fetchall(), key=repr) for part in parts or QUERIES}
    return found[parts[0]] if len(parts) == 1 else found


def columns(path):
    """By table, in order."""
    with closing(sqlite3.connect(path)) as file:
        tables = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: " ".join(row[1] for row in file.execute(f"PRAGMA table_info({table})")) for table in tables
        }
