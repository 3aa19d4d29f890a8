"""What a model may say of an article, in a line each."""


def statement(quotes, cue="said", words="Lavrov", **more):
    """One statement of Lavrov's, as the schema has it, unless ``more`` says otherwise."""
    quotes = [quotes] if isinstance(quotes, str) else quotes
    said = {"paragraph": 1, "quotes": quotes, "cue": cue, "speakers": [speaker(words)]}
    return {**said, "day": None, "day_words": None, "positions": [], **more}


def speaker(words="Lavrov", name="Sergei Lavrov", kind="person", role="Foreign Minister", country="RUS"):
    return {"words": words, "name": name, "kind": kind, "role": role, "country": country}


def position(issue="thaad", stance="oppose", evidence="sanctions"):
    return {"issue": issue, "stance": stance, "evidence": evidence}


def statements(*told):
    return {"statements": list(told)}
