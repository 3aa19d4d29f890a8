from articles.extraction import lexicon


def test_an_inner_report_points_to_its_outer_one(read):
    outer, inner = read("China says that Peru announced that the mine was safe.")
    assert (outer.parent, inner.parent) == (None, 0)
    assert (outer.speakers[0].country, inner.speakers[0].country) == ("CHN", "PER")


def test_a_belief_alone_is_no_statement(read):
    assert read("Peru believes that the mine is safe.") == ()


def test_a_reported_belief_is_one(read):
    assert [s.parent for s in read("Rojas said Chile believed that the mine was safe.")] == [None, 0]


def test_statements_stand_in_the_order_of_the_text(read):
    found = read("Rojas said it was late. Kimani said it was early. Solberg said nothing was lost.")
    assert [s.fragments for s in found] == sorted(s.fragments for s in found)


def test_confidence_is_the_prior_of_the_relation(read):
    (statement,) = read("Peru said that Chile had won.")
    assert statement.confidence == lexicon.priors()["clause"]
