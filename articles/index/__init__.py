"""The facet index: all visible statements as packed columns, for counts that SQL is too slow for.

``loading`` turns the record into arrays, ``files`` keeps them for all processes, ``segments`` and ``answers``
count, ``maintenance`` hands out an index that is current or none.
"""
