"""What somebody asks for who types "russia sanctions july 2017": filters that are named, and other words.

``reading`` puts it together, ``telling`` says it in a line. Each of the others finds one kind of thing:
``periods``, ``countries``, ``speakers``, ``issues``, ``choices`` (stances and kinds), ``slips`` (of letters).
"""
