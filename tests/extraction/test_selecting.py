from articles.extraction import ranking


def test_an_inner_report_points_to_its_outer_one(read):
    outer, inner = read("China says that Peru announced that the mine was safe.")
    assert (outer.parent, inner.parent) == (None, 0)
    assert (outer.speakers[0].country, inner.speakers[0].country) == ("CHN", "PER")


def test_a_belief_of_somebody_named_is_proposed_as_well(read):
    (statement,) = read("Peru believes that the mine is safe.")
    assert (statement.quote, statement.speakers[0].country) == ("the mine is safe", "PER")


def test_what_nobody_in_particular_believes_is_not(read):
    assert read("The mine is believed to be safe.") == ()


def test_a_reported_belief_is_one(read):
    assert [s.parent for s in read("Rojas said Chile believed that the mine was safe.")] == [None, 0]


def test_statements_stand_in_the_order_of_the_text(read):
    found = read("Rojas said it was late. Kimani said it was early. Solberg said nothing was lost.")
    assert [s.fragments for s in found] == sorted(s.fragments for s in found)


def test_confidence_of_a_quotation_is_how_often_its_attribution_is_right(read):
    (statement,) = read("“We shall see,” Solberg said.")
    assert statement.confidence == round(ranking.learnt()["quotations"]["quote_right"], 2)


def test_confidence_of_a_report_is_the_chance_that_it_is_a_statement(read):
    plain, odd = (
        read("Peru said that Chile had won.")[0],
        read("Chile compared it to the flood of last year."),
    )
    assert plain.confidence > 0.8
    assert all(statement.confidence < plain.confidence for statement in odd)
