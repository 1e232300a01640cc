-- The tables of Investigations.EventFeed.PostgreSql, version 1. The package creates them on first use if it may; where it may not,
-- run this once as their owner: psql -1 -v ON_ERROR_STOP=1 -f schema.sql

CREATE TABLE public.feed_meta(
    name text COLLATE "C" PRIMARY KEY,
    value bigint NOT NULL);

-- One row a feed. Appending locks it until the commit and counts here, so positions become visible in their order.
-- The room left free on its pages lets the updates stay there, away from the index.
CREATE TABLE public.feed_heads(
    feed_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE,
    seq bigint NOT NULL DEFAULT 0,
    ts_ms bigint NOT NULL DEFAULT 0,
    last_id text COLLATE "C",
    floor_seq bigint NOT NULL DEFAULT 0)
    WITH (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

CREATE TABLE public.feed_events(
    feed_id bigint NOT NULL,
    seq bigint NOT NULL,
    ts_ms bigint NOT NULL,
    event_id text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    subject text COLLATE "C",
    occurred_ms bigint,
    data bytea NOT NULL,
    PRIMARY KEY(feed_id, seq));

CREATE INDEX feed_events_subject ON public.feed_events(feed_id, subject, seq) WHERE subject IS NOT NULL;

-- Where each id is. It outlives its event for as long as duplicates are to be recognized.
CREATE TABLE public.feed_ids(
    feed_id bigint NOT NULL,
    event_id text COLLATE "C" NOT NULL,
    seq bigint NOT NULL,
    ts_ms bigint NOT NULL,
    PRIMARY KEY(feed_id, event_id));

-- Events removed by a trim whose ids are still remembered.
CREATE TABLE public.feed_trimmed(
    feed_id bigint NOT NULL,
    seq bigint NOT NULL,
    event_id text COLLATE "C" NOT NULL,
    ts_ms bigint NOT NULL,
    PRIMARY KEY(feed_id, seq));

CREATE TABLE public.feed_keys(
    id text COLLATE "C" PRIMARY KEY,
    secret bytea NOT NULL,
    created_ms bigint NOT NULL);

CREATE FUNCTION public.feed_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'events of a feed never change' USING ERRCODE = 'restrict_violation'; END $$;

CREATE TRIGGER never_update BEFORE UPDATE ON public.feed_events FOR EACH STATEMENT EXECUTE FUNCTION public.feed_refuse();

-- The epoch tells this store from any other; the key signs cursors. Both come from the server's strong random numbers.
INSERT INTO public.feed_meta(name, value) VALUES
    ('epoch', ('x' || right(replace(gen_random_uuid()::text, '-', ''), 14) || left(gen_random_uuid()::text, 2))::bit(64)::bigint),
    ('schema_version', 1);

INSERT INTO public.feed_keys(id, secret, created_ms) VALUES (
    right(gen_random_uuid()::text, 12),
    decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'),
    (extract(epoch FROM clock_timestamp()) * 1000)::bigint);
