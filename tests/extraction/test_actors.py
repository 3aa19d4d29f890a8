from datetime import date

import pytest


def speakers(statement):
    return [(s.name, s.kind, s.country) for s in statement.speakers]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway said it was late.", ("Norway", "state", "NOR")),
        ("The UK Attorney General said it was late.", ("UK Attorney General", "office", "GBR")),
        ("The US Federal Reserve said it was late.", ("US Federal Reserve", "organisation", "USA")),
        ("The Chief Election Officer said it was late.", ("Chief Election Officer", "person", None)),
        ("The vice-president said it was late.", ("vice-president", "person", None)),
        ("The commander-in-chief said it was late.", ("commander-in-chief", "person", None)),
        (
            "The UN Committee against Torture said it was late.",
            ("UN Committee against Torture", "organisation", None),
        ),
        (
            "The [http://a.org/ Lima Roads Union] said it was late.",
            ("Lima Roads Union", "organisation", None),
        ),
        ("The Canadian news agency said it was late.", ("Canadian news agency", "organisation", None)),
        ("Mr. Dean said it was late.", ("Dean", "person", None)),
        ("Oslo said it was late.", ("Norway", "state", "NOR")),
        ("The Kremlin said it was late.", ("Kremlin", "office", "RUS")),
        ("The Chilean government said it was late.", ("Chilean government", "office", "CHL")),
        ("The Chilean state said it was late.", ("Chile", "state", "CHL")),
        ("The Chilean embassy in Lima said it was late.", ("Chilean embassy in Lima", "office", "CHL")),
        ("Chilean villagers said it was late.", ("Chilean villagers", "group", None)),
        ("The Iraq expert Ingrid Solberg said it was late.", ("Ingrid Solberg", "person", None)),
        ("Carla Ruiz, a NATO spokeswoman in Kabul, said it was late.", ("Carla Ruiz", "person", None)),
        ("The Reuters news agency said it was late.", ("Reuters", "organisation", None)),
        ("The Russian Foreign Ministry said it was late.", ("Russian Foreign Ministry", "office", "RUS")),
        ("The UN Security Council said it was late.", ("UN Security Council", "organisation", None)),
        ("Peruvian officials said it was late.", ("Peruvian officials", "group", "PER")),
        ("A spokesman for Chile's navy said it was late.", ("Chile's navy", "organisation", "CHL")),
        ("The Lima Post reports that it was late.", ("Lima Post", "organisation", None)),
        ("The Washington Post said it was late.", ("Washington Post", "organisation", None)),
        (
            "The United States Department of Defense said it was late.",
            ("United States Department of Defense", "office", "USA"),
        ),
        (
            "The UN High Commissioner for Refugees said it was late.",
            ("UN High Commissioner for Refugees", "organisation", None),
        ),
        (
            '"It was late," said one of the 43 guides who volunteer at the memorial on the hill, Donna Ruiz.',
            ("one of 43 guides", "group", None),
        ),
        ('"It was late," said Jordan Rohan of the Ruiz Group.', ("Jordan Rohan", "person", None)),
        ("The Danish minister of Foreign Affairs Per Mora said it was late.", ("Per Mora", "person", "DNK")),
        ("United States film director Jorge Mora said it was late.", ("Jorge Mora", "person", None)),
        ("Iran U.S. President Jorge Mora said it was late.", ("Jorge Mora", "person", None)),
        (
            '"It was late," said the Kenyan foreign ministry in a statement released Tuesday.',
            ("Kenyan foreign ministry", "office", "KEN"),
        ),
    ],
)
def test_kinds_and_countries(read, text, expected):
    assert speakers(read(text)[0]) == [expected]


def test_a_person_with_role_and_country(read):
    speaker = read("Norway's foreign minister, Ingrid Solberg, said it was late.")[0].speakers[0]
    assert (speaker.name, speaker.role) == ("Ingrid Solberg", "Norway's foreign minister")
    assert speaker.country == "NOR"


def test_a_name_follows_its_role(read):
    for role in (
        "Norway's prime minister, ",
        "The President of the Norwegian Senate ",
        "Norwegian Maj. Gen. ",
    ):
        speaker = read(f"{role}Ingrid Solberg said it was late.")[0].speakers[0]
        assert (speaker.name, speaker.country) == ("Ingrid Solberg", "NOR")


@pytest.mark.parametrize(
    "text",
    [
        'Echoing what many Chileans say, Ana Solberg, a driver in Temuco, told us: "It is late."',
        "Responding to a letter from Jorge Mora, Ana Solberg, former road minister said that it was late.",
    ],
)
def test_who_speaks_after_an_opening_participle(read, text):
    assert [s.name for s in read(text)[-1].speakers] == ["Ana Solberg"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            'Ten mayors sent a letter to the minister, Jorge Mora. "We are late," added the letter.',
            ["Ten mayors"],
        ),
        (
            "According to a complaint filed in Lima, it was early. Mora said so in a statement. "
            "The complaint said it was late.",
            ["complaint"],
        ),
        ("The ministry issued a statement. The text of the video said it was late.", ["text of the video"]),
        ("The ministry issued a statement. The text said it was late.", ["ministry"]),
    ],
)
def test_whose_the_documents_are(read, text, names):
    assert [s.name for s in read(text)[-1].speakers] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jorge Mora, the Chilean president, met Ana Solberg. The president said it was late.", "Jorge Mora"),
        (
            "President Mora met President Ana Solberg of Norway. Mora was late, after he had flown to Norway "
            "with President Solberg. The president said it was late.",
            "Mora",
        ),
    ],
)
def test_the_president_is_whom_the_text_tells_of(read, text, name):
    assert read(text)[-1].speakers[0].name == name


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Many of the refugees said it was late.", "many of refugees", "group"),
        ("A number of officials said it was late.", "number of officials", "group"),
        ("UNICEF have said it was late.", "UNICEF", "organisation"),
        ("The new leadership said it was late.", "new leadership", "group"),
        ("Peruvian media states that ten were wrecked beyond repair.", "Peruvian media", "group"),
        ("The opposition party, PRMP, criticized the road.", "PRMP", "organisation"),
        ("According to a Reuters report, it was late.", "Reuters", "organisation"),
        (
            "Chilean officials have contradicted U.S. claims that Mora was in the area.",
            "United States",
            "state",
        ),
        ("The prosecution claimed that it was late.", "prosecution", "person"),
    ],
)
def test_several_speak(read, text, name, kind):
    assert [(s.name, s.kind) for s in read(text)[-1].speakers] == [(name, kind)]


def test_an_aide_is_not_who_is_aided(read):
    text = "Ana Solberg left. A top aide to Ms. Solberg, Senator Jorge Mora, said that it was late."
    assert [s.name for s in read(text)[0].speakers] != ["Ana Solberg"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Although the Peruvian government paid, they warned that it was late.", "Peruvian government"),
        ("One of Ana Solberg's negotiators is Jorge Mora. He said it was late.", "Jorge Mora"),
        ("Many left, like Jorge Mora, who lives near Kari. He said it was late.", "Jorge Mora"),
        ("Jorge Mora spoke on Gazeta News today. On Kari FM, he said it was late.", "Jorge Mora"),
        ("Evo Morales came. Morales admires Fidel Castro, and he said it was late.", "Evo Morales"),
        ("Ana Ruiz met John Smith, and he said it was late.", "John Smith"),
    ],
)
def test_whom_a_pronoun_means(read, text, name):
    assert [s.name for s in read(text)[-1].speakers] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor left. It was the fault of the Republic. He said it was late.",
        "Current results show that it was late.",
    ],
)
def test_who_is_nobody(read, text):
    assert all(s.name in ("mayor",) for statement in read(text) for s in statement.speakers)


def test_who_is_printed_as_an_owner_has_not_the_role_before(read):
    text = "President Jorge Mora won. The opposition leader, Mora's only rival, said it was late."
    assert [s.name for s in read(text)[0].speakers] == ["opposition leader"]


def test_what_a_sentence_says_of_a_person_holds(read):
    text = "Ingrid Solberg is Norway's foreign minister. Solberg said it was late."
    assert speakers(read(text)[0]) == [("Ingrid Solberg", "person", "NOR")]


@pytest.mark.parametrize(
    "text",
    [
        "President Ana Ruiz is urging lawmakers to pay for Chile, not for Peru. Ruiz said it was late.",
        "Ana Ruiz is one of Peru's harshest critics of Chilean schools. Ruiz said it was late.",
    ],
)
def test_what_somebody_does_is_no_office_of_a_country(read, text):
    assert {s.country for statement in read(text) for s in statement.speakers} == {None}


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("Ana Ruiz, a foreign-policy adviser to Bush, said it was late.", "USA"),
        ("Ana Ruiz, an aide to President Bush, said it was late.", "USA"),
        ("Ana Ruiz, a spokeswoman for Mr. Mora, said it was late.", None),
        ("Ana Ruiz of Iraq's Independent Electoral Commission said it was late.", "IRQ"),
        ("Ana Ruiz of Iraq's Road Association said it was late.", None),
    ],
)
def test_whose_staff_somebody_is(read, text, iso3):
    assert [speaker.country for speaker in read(text, date(2006, 5, 1))[0].speakers] == [iso3]


def test_the_name_of_a_country_within_a_name_gives_none(read):
    assert speakers(read("Agence France-Presse reported it was late.")[0]) == [
        ("Agence France-Presse", "person", None)
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The road was built by the Embassy of Peru in Quito. The Embassy said it was late.",
         "Embassy of Peru in Quito"),
        ("The Road Committee met. The Committee said it was late.", "Road Committee"),
        ("The European Parliament met. The EU said it was late.", "EU"),
        ("The court met. The Court said it was late.", "Court"),
        ("The Road Committee met. A committee said it was late.", "committee"),
    ],
)  # fmt: skip
def test_the_embassy_is_the_one_named_before(read, text, name):
    assert speakers(read(text)[0])[0][0] == name


def test_a_well_known_family_name_is_the_head_of_that_year_without_an_invented_role(read):
    speaker = read("Bush said it was late.", date(2006, 5, 1))[0].speakers[0]
    assert (speaker.name, speaker.role, speaker.country) == ("George W. Bush", None, "USA")
    speaker = read("Bush, the brother of a dead man, said it was late.", date(2006, 5, 1))[0].speakers[0]
    assert (speaker.name, speaker.country) == ("Bush", None)
    speaker = read("Bush said it was late.", date(2012, 5, 1))[0].speakers[0]
    assert (speaker.name, speaker.country) == ("Bush", None)


def test_officials_of_two_countries_are_two_groups(read):
    assert speakers(read("Peruvian and Chilean officials said it was late.")[0]) == [
        ("Peruvian officials", "group", "PER"),
        ("Chilean officials", "group", "CHL"),
    ]


@pytest.mark.parametrize("word", ["Friday", "September", "European", "14-0"])
def test_what_is_no_name_does_not_speak(read, word):
    found = read(f"Norway voted in {word} talks. {word} said it was late.")
    assert word not in [speaker.name for statement in found for speaker in statement.speakers]


def test_the_government_is_that_of_the_country_named_last(read):
    text = "Chile closed the border. The government said it was late."
    assert speakers(read(text)[0]) == [("Chilean government", "office", "CHL")]


def test_the_family_name_finds_the_full_name(read):
    text = "Norwegian Foreign Minister Ingrid Solberg came.\n\nSolberg said it was late."
    assert speakers(read(text)[0]) == [("Ingrid Solberg", "person", "NOR")]


def test_she_is_the_woman_and_he_the_man(read):
    text = "Maria Lopez met Paul Kimani in Lagos. She said it was late. He said it was early."
    assert [s.speakers[0].name for s in read(text)] == ["Maria Lopez", "Paul Kimani"]


def test_conjoined_speakers_are_a_list(read):
    text = "In a joint statement, Peru and Chile said they wanted peace."
    assert speakers(read(text)[0]) == [("Peru", "state", "PER"), ("Chile", "state", "CHL")]


def test_ambassadors_of_two_states(read):
    text = "The ambassadors of Spain and Italy said they would back the new rules."
    assert [s.country for s in read(text)[0].speakers] == ["ESP", "ITA"]


@pytest.mark.parametrize("which", ["The", "This", "That"])
def test_the_statement_speaks_for_its_authors(read, which):
    first, second = read(
        f"In a joint statement, Peru and Chile said they wanted peace. {which} statement said the border was "
        "open."
    )
    assert second.speakers == first.speakers


def test_a_statement_released_by_a_ministry(read):
    text = '"We regret this very much," said a statement released by the Russian Foreign Ministry.'
    assert speakers(read(text)[0]) == [("Russian Foreign Ministry", "office", "RUS")]


def test_it_is_the_state_and_not_the_person(read):
    text = "Peru sent Maria Lopez to Lima. It said the mine was safe."
    assert read(text)[0].speakers[0].country == "PER"


def test_his_country_is_spoken_for_by_him(read):
    inner = read("Russia's Vladimir Orlov said his country believed that force was no answer.")[1]
    assert speakers(inner) == [("Vladimir Orlov", "person", "RUS")]


def test_the_minister_is_the_one_named_before(read):
    text = "Norwegian Foreign Minister Ingrid Solberg came late. The minister said the ferry was slow."
    assert read(text)[0].speakers[0].name == "Ingrid Solberg"


def test_a_caption_is_never_an_antecedent(read):
    text = (
        "Maria Lopez spoke in Lima on Friday.\n\n"
        "This undated photo shows Ana Torres in the port of Lima.\n\n"
        "She said it was late in the day."
    )
    assert read(text)[0].speakers[0].name == "Maria Lopez"


def test_the_speaker_span_is_where_it_is_printed(read):
    text = "Maria Lopez came. She said it was late."
    (statement,) = read(text)
    assert text[slice(*statement.speaker_span)] == "She"


def test_a_document_does_not_own_itself(read):
    """As the agent of a passive it stands behind "by", as its maker would."""
    (said,) = read("The plan to widen the harbour was strongly condemned by a report.")
    assert [speaker.name for speaker in said.speakers] == ["report"]


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("A Norwegian Foreign Ministry spokesman said it was late.", "Norwegian Foreign Ministry", "NOR"),
        ("A spokesman for Norwegian King Olav Solberg said it was late.", "Olav Solberg's spokesman", "NOR"),
        ("An aide to Carla Ruiz said it was late.", "aide to Carla Ruiz", None),
        ("A company spokeswoman said it was late.", "company", None),
    ],
)
def test_who_speaks_for_others_has_no_name_of_its_own(read, text, name, country):
    (speaker,) = read(text)[0].speakers
    assert (speaker.name, speaker.country) == (name, country)


def test_a_person_with_two_roles_is_one_speaker(read):
    text = "The work is done, said party leader and deputy speaker of the Chilean parliament Carla Ruiz."
    assert [(s.name, s.country) for s in read(text)[0].speakers] == [("Carla Ruiz", "CHL")]


def test_a_further_role_is_no_other_person(read):
    text = "There was Olav Solberg, foreign minister of Norway and head of the bank. He said it was late."
    assert speakers(read(text)[0]) == [("Olav Solberg", "person", "NOR")]


def test_what_a_role_says_of_a_person_holds_where_the_name_stands_alone(read):
    text = "The leader of Norway's main opposition party, Olav Solberg, has left. Solberg said it was late."
    assert speakers(read(text)[-1]) == [("Olav Solberg", "person", "NOR")]


def test_a_name_before_its_description_is_the_subject_that_the_parser_missed(read):
    text = "Following the vote in Lima, Olav Solberg, the foreign minister of Norway, said that it was late."
    assert ("Olav Solberg", "person", "NOR") in speakers(read(text)[0])


def test_media_reports_are_no_document_that_was_named_before(read):
    text = "In a statement, Norway said it was late. Media reports indicate that the road has been closed."
    assert [s.name for s in read(text)[-1].speakers] == ["Media reports"]


def test_a_poll_in_a_country_is_not_what_the_country_says(read):
    assert all(
        s.country is None for s in read("A Norwegian poll indicates that the road is unsafe.")[0].speakers
    )


def test_an_official_named_further_on(read):
    text = (
        "Norway's ambassador defended the plan to close the road. Crowds gathered in the evening."
        " The Norwegian ambassador, Olav Solberg, left."
    )
    assert speakers(read(text)[0]) == [("Olav Solberg", "person", "NOR")]


def test_a_court_has_the_country_in_which_it_sits(read):
    assert speakers(read("The Supreme Court of Peru said it was late.")[0])[0][2] == "PER"


def test_things_do_not_go_on_speaking(read):
    text = "Carla Ruiz said the first talks were good, and added that more would follow."
    assert [s.name for s in read(text)[-1].speakers] == ["Carla Ruiz"]


def test_they_are_the_many_rather_than_a_state(read):
    text = "Villagers walked to the border of Peru. They said that the road was closed."
    assert [s.name for s in read(text)[-1].speakers] == ["Villagers"]


def test_he_may_be_an_official_without_a_name(read):
    text = "A senior Norwegian official said it was late. He said the road had been closed."
    assert speakers(read(text)[-1]) == [("senior Norwegian official", "office", "NOR")]


@pytest.mark.parametrize("name", ["British Airways", "German Telekom"])
def test_a_company_speaks_for_no_country(read, name):
    assert all(s.country is None for s in read(f"{name} said that the road would be closed.")[0].speakers)


@pytest.mark.parametrize(
    "text",
    [
        "Neither Peru nor Chile has rejected the plan.",
        "No official has confirmed the plan.",
        "Two Russians were there, one said to be a spy.",
        "Unless Iran rejects the offer, the talks will end.",
        "If Iran rejects the offer, the talks will end.",
    ],
)
def test_nobody_said_it(read, text):
    assert read(text) == ()


def test_a_number_is_not_nobody(read):
    assert [s.quote for s in read("A No 10 spokesman said that it was late.")] == ["it was late"]


def test_other_parties_are_not_the_one_named_before(read):
    text = "The Workers' Party says that it was late. Other parties argue that it was early."
    assert [s.name for one in read(text) for s in one.speakers][:2] == ["Workers' Party", "Other parties"]


def test_a_place_is_nobody_who_goes_on_to_speak(read):
    text = "The UN spokesman Ron Ruiz spoke on Friday at a hall in Geneva. He said that it was late."
    assert speakers(read(text)[-1]) == [("Ron Ruiz", "person", None)]


def test_a_person_without_a_name_gives_way_to_one_with_a_name(read):
    text = (
        "Ana Mora, Peru's envoy, met Jorge Ruiz, foreign minister of Chile. A Cuban official stood by."
        " He said that it was late."
    )
    assert speakers(read(text)[-1]) == [("Jorge Ruiz", "person", "CHL")]


def test_who_urges_a_country_is_not_taken_for_its_official(read):
    text = (
        "Peru held a vote. Peru counted it for a week, and Peru was tired. The ministers urged Peru to hurry."
    )
    assert speakers(read(text)[-1]) == [("ministers", "group", None)]
    assert speakers(read(text.replace("urged Peru to", "urged people to"))[-1]) == [
        ("ministers", "group", "PER")
    ]


def test_the_government_is_that_of_the_country_that_the_article_is_about(read):
    text = (
        "Peru held a vote. Peru counted it for a week, and Peru was tired of Peru."
        " The Colombian army had sent a group."
        " The government protested, arguing that it was late."
    )
    assert speakers(read(text)[-1]) == [("Peruvian government", "office", "PER")]


def test_whose_journalists_are_asked_is_not_whose_minister_answers(read):
    text = (
        "Chile was there. In a talk with Russian journalists Prime Minister Ana Ruiz accused Lima of a theft."
    )
    assert (read(text)[-1].speakers[0].role, read(text)[-1].speakers[0].country) == ("Prime Minister", None)


def test_a_pledge_is_of_who_is_attacked_on_it(read):
    text = (
        "President Jorge Ruiz has attacked senator Carlos Mora on his pledge to introduce a bill that would"
        " withdraw troops."
    )
    assert [s.speakers[0].name for s in read(text) if s.quote.startswith("introduce")] == ["Carlos Mora"]


def test_an_auxiliary_is_no_part_of_a_name(read):
    text = "Should Mora Ruiz be convicted, it is late. Ana Solberg refused to go. She said that it was late."
    assert speakers(read(text)[-1]) == [("Ana Solberg", "person", None)]


def test_of_two_people_of_one_name_the_one_named_in_full_last_is_meant(read):
    text = (
        "Commissioner Jorge Ruiz has confirmed the fire. The mayor spoke to Ana Ruiz, the prime minister."
        " In a conference, Ruiz said that it was late."
    )
    assert read(text)[-1].speakers[0].name == "Ana Ruiz"


def test_they_are_no_state_and_it_is_no_group(read):
    assert speakers(read("Chile sent troops. At the defendants' trial they said that it was late.")[-1]) == []
    text = "Members of the army were punished. In the Mora case it was noted, and it says that it was late."
    assert "Members of the army" not in [s.name for one in read(text) for s in one.speakers]


def test_a_name_with_its_country_behind_it(read):
    text = (
        "At a conference in Addis Ababa, Prime Minister Abel Mora of Ethiopia vowed to offer a way out of it."
    )
    assert speakers(read(text)[0]) == [("Abel Mora", "person", "ETH")]


def test_an_office_is_held_by_whoever_was_given_that_office(read):
    text = (
        "Peru's foreign minister, Ana Ruiz, met Jorge Mora, the prime minister of Chile."
        " The {} minister said that it was late."
    )
    assert speakers(read(text.format("foreign"))[-1]) == [("Ana Ruiz", "person", "PER")]
    assert speakers(read(text.format("prime"))[-1]) == [("Jorge Mora", "person", "CHL")]
    assert speakers(read(text.format("trade"))[-1]) == [("trade minister", "person", None)]


def test_who_wrote_a_letter_says_what_is_in_it(read):
    text = (
        "The office of the Italian president had received a letter from Jorge Mora saying that it was late."
    )
    assert [s.speakers[0].name for s in read(text) if s.quote == "it was late"] == ["Jorge Mora"]


@pytest.mark.parametrize(
    ("told", "author"),
    [
        ("Peru was blamed in a report by the Andean Bank.", "Andean Bank"),
        ("In a report published by the Andean Bank, Peru is blamed.", "Andean Bank"),
        ("A report was released by the Andean Bank today.", "Andean Bank"),
        ("Peru received a report from the Andean Bank.", "Andean Bank"),
        ("Peru was blamed in a report on the Andean Bank.", "report"),
        ("Jorge Mora read a report from Lima.", "report"),
    ],
)
def test_the_report_is_what_its_author_says(read, told, author):
    assert read(f"{told} The report said that it was late.")[-1].speakers[0].name == author


def test_who_warns_a_country_says_why(read):
    text = (
        "Ana Ruiz warned France not to veto any agreement saying that failure would be a missed opportunity."
    )
    assert {s.speakers[0].name for s in read(text)} == {"Ana Ruiz"}


def test_a_resolution_is_not_what_a_ministry_stated(read):
    text = (
        "Kenya's foreign ministry issued a statement. The statement said that it was late."
        " The Security Council met. The resolution also called for an end to the embargo."
    )
    assert speakers(read(text)[-1]) == [("UN Security Council", "organisation", None)]


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Iraqis said that they had waited.", "Iraqis", None),
        ("The Iraqis said that they had waited.", "Iraq", "IRQ"),
        (
            "The Peruvian Workers Party (PWP) lost. The PWP said that it had waited.",
            "Peruvian Workers Party",
            "PER",
        ),
        (
            "The Peruvian Workers Union (PWU) lost. The PWU said that it had waited.",
            "Peruvian Workers Union",
            None,
        ),
    ],
)
def test_people_are_no_state_and_short_names_have_a_country(read, text, name, country):
    (speaker,) = read(text)[-1].speakers
    assert (speaker.name, speaker.country) == (name, country)


def test_a_body_is_spoken_for_though_the_register_has_a_country(read):
    text = (
        "UN special representative for Peru, Francois Lonseny Fall, appealed for calm. "
        '"The war is bad for all of us," said Francois Fall.'
    )
    assert [s.speakers[0].country for s in read(text)] == [None, None]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("UN Secretary-General Ana Ruiz came. The secretary-general said it was late.", "Ana Ruiz"),
        ("UN Secretary General Ana Ruiz came. The secretary-general said it was late.", "Ana Ruiz"),
        ("General Ana Ruiz came. The secretary-general said it was late.", "secretary-general"),
        ("President Ana Ruiz came. The vice-president said it was late.", "vice-president"),
    ],
)
def test_a_title_joined_by_hyphens_is_one_word(read, text, name):
    assert speakers(read(text)[-1])[0][0] == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Lima Roads Union (LRU) met. The LRU said it was late.", "Lima Roads Union"),
        ("The LRU said it was late. It is the Union of Lima Roads (LRU).", "LRU"),
        ("Ana Ruiz (LRU) met them. The LRU said it was late.", "LRU"),
        (
            "Officials of the Movement for Free Roads (MFR) met. The MFR said it was late.",
            "Movement for Free Roads",
        ),
    ],
)
def test_an_acronym_is_the_name_that_the_text_gives_it(read, text, name):
    assert speakers(read(text)[0])[0][0] == name


def test_the_statement_of_two_states_is_theirs(read):
    (statement,) = read("China came. The Peru–Chile statement said it was late.")
    assert speakers(statement) == [("Peru", "state", "PER"), ("Chile", "state", "CHL")]


@pytest.mark.parametrize(
    ("whole", "country"), [("Food and Drug Administration", "USA"), ("Friends of Distant Animals", None)]
)
def test_an_acronym_of_an_organ_may_stand_for_another_body(read, whole, country):
    (statement,) = read(f"The {whole} (FDA) met. The FDA said it was late.")
    assert [(one.name, one.country) for one in statement.speakers] == [(whole, country)]


@pytest.mark.parametrize(
    ("first", "then", "name", "country"),
    [
        ("A senior Iranian diplomat", "The diplomat", "senior Iranian diplomat", "IRN"),
        ("A Chinese Foreign Ministry spokesman", "The spokesman", "Chinese Foreign Ministry", "CHN"),
        ("Hutu rebels", "The rebels", "Hutu rebels", None),
        ("A senior Iranian diplomat", "A diplomat", "diplomat", None),
        ("A senior Iranian diplomat", "The European diplomat", "European diplomat", None),
        ("Iranian diplomats", "The diplomat", "diplomat", None),
    ],
)
def test_the_official_is_the_one_described_before(read, first, then, name, country):
    said = read(f"{first} said that the talks had failed. {then} added that the border was closed.")
    assert [(s.speakers[0].name, s.speakers[0].country) for s in said[1:]] == [(name, country)]


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("The French have accepted an offer to send 500 troops.", "France", "FRA"),
        ("The offer came late. The Dutch said that they would wait.", "Netherlands", "NLD"),
        ("Two Dutch aid workers were held. The Dutch said that they would wait.", "Dutch", None),
        ("Despite pleas from many thousands of readers - including Prime Minister, Jorge Mora - Peru"
         " officials have said the sale is irreversible.", "Peru officials", "PER"),
        ('"It is late," said Ana Ruiz at the burial of the mayor of Lima, President Jorge Mora.',
         "Ana Ruiz", None),
        ("According to the Lima Post, the Russian deputy chief of staff stated that it was late.",
         "Russian deputy chief of staff", "RUS"),
        ("Professor Ana Ruiz, immediate past President of the UK Renal Association stated that it was late.",
         "Ana Ruiz", None),
        ("The show's presenter Jorge Mora revealed that it was late.", "Jorge Mora", None),
        ("The truce is threatened after militant groups Hamas and Islamic Jihad announced that they were not"
         " bound by it.", "militant groups", None),
        ('"It is late," said the IMF in a statement which also said that it was dark.', "IMF", None),
        ("According to the Peruvian ministry, Chilean rebels shot down the plane. The statement said that"
         " it was late.", "Peruvian ministry", "PER"),
        ("Peru countered that the video shows no jet of the Chilean rebels. They say that it was late.",
         "Peru", "PER"),
        ("The Head of the Peruvian Navy, the Chief of the Naval Staff, Admiral Sir Jorge Mora, has told the"
         " Lima Post that it was late.", "Jorge Mora", "PER"),
        ("Colonel Jorge Mora of Peru's air force said that it was late.", "Jorge Mora", "PER"),
        ('The Peruvian Foreign Ministry issued a statement which read, "We note it."',
         "Peruvian Foreign Ministry", "PER"),
        ("Haitian Natasha George told the Post that it was late.", "Natasha George", None),
        ("Solberg spokesman Jorge Mora said it was late. Norwegian Prime Minister Erna Solberg waited.",
         "Jorge Mora", "NOR"),
        ("Initially Mora said that it was late.", "Mora", None),
        ("Six of the polluters stressed that it was late.", "six of polluters", None),
        ("But the Beijing based Global Times reported that it was late.", "Beijing based Global Times", None),
    ],
)  # fmt: skip
def test_whom_the_parser_takes_for_another(read, text, name, country):
    assert (name, country) in [(s.name, s.country) for one in read(text) for s in one.speakers]


def test_who_speaks_last_is_not_what_is_said(read):
    text = (
        "The group, backed by Peru, are attempting to recruit Chilean militants to engage in attacks of"
        " Chilean targets, claim Peruvian spokesmen."
    )
    assert "Peruvian spokesmen" not in [s.quote for s in read(text)]


def test_by_whom_a_plan_is_condemned_is_not_what_is_condemned(read):
    text = (
        "The plan was welcomed by Chile but condemned by the Peruvian minister, Ana Ruiz, who called it late."
    )
    assert not [s for s in read(text) if "Ana Ruiz" in s.quote]


def test_who_is_asked_does_not_ask(read):
    said = read('When asked if Peru had withdrawn, Ana Ruiz said "I think so, but partly."')
    assert [s.quote for s in said] == ['"I think so, but partly."']


@pytest.mark.parametrize(
    ("described", "role"),
    [
        ("the deputy minister of Alania disputed the account of Peru", "the deputy minister of Alania"),
        ("president of the Andean Bank met with the mayor of Peru", "president of the Andean Bank"),
        ("the newly appointed minister of Alania", "the newly appointed minister of Alania"),
    ],
)
def test_what_somebody_did_is_no_part_of_the_role(read, described, role):
    statement = read(f"Ana Ruiz, {described}. Ruiz said that it was late.")[-1]
    assert [(s.role, s.country) for s in statement.speakers] == [(role, None)]


def test_of_two_subjects_the_nearer_goes_on(read):
    text = (
        "Peru's president Jorge Mora promised to withdraw his troops from the region, but the Chilean"
        " foreign ministry is calling the promise late and demanded an immediate withdrawal."
    )
    said = {s.quote: [one.country for one in s.speakers] for s in read(text)}
    assert said["an immediate withdrawal"] == ["CHL"]
