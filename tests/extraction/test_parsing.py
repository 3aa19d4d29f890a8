from articles.extraction import Document, parsing, pipeline


def test_paragraphs_without_sign_of_speech_are_not_parsed(language):
    frames = pipeline.frames_of(Document("a", "Rain fell.\n\nSolberg said it was late."))
    docs = [doc for _, doc in parsing.parse(frames)]
    assert docs[0] is None
    assert len(docs[1]) == 6


def test_order_is_kept_across_batches(language):
    text = "\n\n".join(f"Solberg said {n} ports closed." for n in range(parsing.BATCH + 5))
    frames = pipeline.frames_of(Document("a", text))
    assert [frame.text for frame, _ in parsing.parse(frames)] == text.split("\n\n")


def test_the_entity_recogniser_is_left_out(language):
    assert "ner" not in language.pipe_names


def test_importing_the_package_does_not_import_spacy():
    import subprocess
    import sys

    code = "import sys, articles.extraction; sys.exit('spacy' in sys.modules or 'django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_words_that_were_read_are_forgotten(read):
    read("Rojas said it was late.")
    known = len(parsing.language().vocab.strings)
    assert read("Rojas said the brindlewock was late.")[0].quote == "the brindlewock was late"
    assert len(parsing.language().vocab.strings) == known


def test_a_sentence_that_does_not_end_is_broken(language):
    doc = language("He said that " * 200)
    assert max(len(sentence) for sentence in doc.sents) <= parsing.LONGEST_SENTENCE


def test_a_sentence_of_usual_length_is_not(language):
    doc = language("Norway said that " + "the ferries, the port and the road, " * 10 + "were late.")
    assert len(list(doc.sents)) == 1
