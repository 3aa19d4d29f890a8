-- Puts a statement with its article on record as the importer would, in a tenth of its time, and returns its
-- id: for World.say, by which most tests begin. NULL, with nothing said, wherever the importer would have to
-- decide who or what is meant. tests/test_factories.py holds the rows against the importer's.
CREATE SCHEMA tests;
CREATE FUNCTION tests.say(said jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    wanted jsonb;
    found bigint[];
    actors bigint[] := '{}';
    issues bigint[] := '{}';
    of_source bigint;
    of_article bigint;
    of_utterance bigint;
    of_statement bigint;
    starts integer := said->>'starts';
    ends integer := said->>'ends';
BEGIN
    SELECT id INTO of_source FROM articles_source
    WHERE name = said->>'source' AND merged_into_id IS NULL AND NOT is_trusted;
    IF of_source IS NULL OR EXISTS (
        SELECT FROM articles_article WHERE source_id = of_source AND text_sha256 = said->>'sha256'
    ) THEN
        RETURN NULL;
    END IF;
    FOR wanted IN SELECT jsonb_array_elements(said->'speakers') LOOP
        SELECT array_agg(DISTINCT actor.id) INTO found
        FROM articles_actor AS actor LEFT JOIN articles_actoralias AS alias ON alias.actor_id = actor.id
        WHERE CASE
            WHEN wanted->>'kind' = 'state'
            THEN actor.kind = 'state' AND actor.country_id = wanted->>'country'
            ELSE articles_name_key(wanted->>'name')
                IN (articles_name_key(actor.name), articles_name_key(alias.name))
        END;
        IF cardinality(found) IS DISTINCT FROM 1 OR NOT EXISTS (
            SELECT FROM articles_actor AS actor
            WHERE id = found[1] AND kind = wanted->>'kind' AND merged_into_id IS NULL
            AND country_id IS NOT DISTINCT FROM wanted->>'country'
            AND NOT EXISTS (SELECT FROM articles_role WHERE actor_id = actor.id)
        ) THEN
            RETURN NULL;
        END IF;
        actors := actors || found[1];
    END LOOP;
    FOR wanted IN SELECT jsonb_array_elements(said->'positions') LOOP
        issues := issues || (
            SELECT id FROM articles_issue WHERE slug = wanted->>'issue' AND merged_into_id IS NULL
        );
    END LOOP;
    IF array_position(issues, NULL) IS NOT NULL OR (said->>'may_be_known')::boolean AND EXISTS (
        SELECT FROM articles_attribution JOIN articles_statement AS other ON other.id = statement_id
        WHERE actor_id = ANY(actors)
    ) THEN
        RETURN NULL;
    END IF;

    INSERT INTO articles_article (
        source_id, title, url, published_on, published_about, language, author, text, text_sha256, extractor,
        state, published_at, withdrawn_because, added_at
    ) VALUES (
        of_source, said->>'title', '', (said->>'published_on')::date, '', said->>'language', '',
        said->>'text', said->>'sha256', said->>'version', 'published', clock_timestamp(), '',
        clock_timestamp()
    ) RETURNING id INTO of_article;
    INSERT INTO articles_sketch (article_id, bands) VALUES (of_article, '{}');

    PERFORM set_config('pghistory.context_id', gen_random_uuid()::text, true);
    PERFORM set_config('pghistory.context_metadata', '{}', true);
    INSERT INTO articles_utterance (created_at) VALUES (clock_timestamp()) RETURNING id INTO of_utterance;
    INSERT INTO articles_statement (
        article_id, utterance_id, kind, fragments, quote, cue, said_on, said_until, said_on_precision,
        said_on_basis, said_on_phrase, review, reviewed_by_id, reviewed_at, machine_fields, confidence,
        extractor, added_at, changed_at
    ) VALUES (
        of_article, of_utterance, said->>'kind', ARRAY[[starts, ends]], said->>'quote', '',
        (said->>'said_on')::date, (said->>'said_until')::date, said->>'precision', said->>'basis', '',
        CASE WHEN said->>'by' IS NULL THEN 'suggested' ELSE 'accepted' END, (said->>'by')::integer,
        CASE WHEN said->>'by' IS NOT NULL THEN clock_timestamp() END,
        ARRAY(SELECT jsonb_array_elements_text(said->'machine_fields')), (said->>'confidence')::double precision,
        CASE WHEN said->>'by' IS NULL THEN said->>'version' ELSE '' END, clock_timestamp(), clock_timestamp()
    ) RETURNING id INTO of_statement;
    INSERT INTO articles_attribution (statement_id, actor_id, country_id, name_printed, role_printed)
    SELECT of_statement, actors[place], speaker->>'country', '', coalesce(speaker->>'role', '')
    FROM jsonb_array_elements(said->'speakers') WITH ORDINALITY AS each (speaker, place) ORDER BY place;
    INSERT INTO articles_position (statement_id, issue_id, stance, evidence)
    SELECT of_statement, issues[place], held->>'stance', ARRAY[starts, ends]
    FROM jsonb_array_elements(said->'positions') WITH ORDINALITY AS each (held, place) ORDER BY place;
    PERFORM set_config('pghistory.context_id', '', true);
    PERFORM set_config('pghistory.context_metadata', '', true);
    RETURN of_statement;
END
$$;
