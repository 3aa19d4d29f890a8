"""The facet index: all visible statements as packed columns, for counts that SQL is too slow for.

``writes`` names the state of the record, ``reading`` turns it into arrays, ``files`` keeps them for all
processes, ``segments`` and ``answers`` count, ``keeping`` hands out an index that is current or none.
"""
