-- What a node does with each table, and nothing else: no table can be changed or emptied, and no history or event rewritten.
-- Run by the owner after each change of the tables; running it again changes nothing.
\set ON_ERROR_STOP on
BEGIN;
GRANT SELECT ON feed_meta, feed_keys TO investigations_app;
GRANT SELECT, INSERT, UPDATE ON feed_heads TO investigations_app;
GRANT SELECT, INSERT, DELETE ON feed_events, feed_ids, feed_trimmed TO investigations_app;
GRANT SELECT, INSERT, UPDATE ON investigations, investigation_runs, protection_keys TO investigations_app;
GRANT SELECT, INSERT ON investigation_access, investigation_history TO investigations_app;
COMMIT;
