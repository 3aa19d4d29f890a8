"""The facet index: all visible statements as packed columns, for counts that SQL is too slow for.

``segments`` says which columns there are, ``loading`` fills them from the record, ``files`` keeps them for
all processes, ``matching`` finds what fits, ``maintenance`` hands out an index that is current or none.
"""
