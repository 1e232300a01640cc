-- The roles and the database: one that owns the tables, and one for the nodes, which may only use them. As a superuser, once:
--   psql --set owner_password=... --set app_password=... --file roles.sql
-- Then the tables, as their owner, and the rights on them:
--   dotnet Investigations.Api.dll schema | psql --set ON_ERROR_STOP=on "dbname=investigations user=investigations_owner"
--   psql --file grants.sql "dbname=investigations user=investigations_owner"
\set ON_ERROR_STOP on

CREATE ROLE investigations_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE investigations_app LOGIN PASSWORD :'app_password';

-- A statement that waits this long is given up by the host; these bounds free the server of it as well.
ALTER ROLE investigations_app SET statement_timeout = '15s';
ALTER ROLE investigations_app SET lock_timeout = '10s';
ALTER ROLE investigations_app SET idle_in_transaction_session_timeout = '15s';

CREATE DATABASE investigations OWNER investigations_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE investigations FROM PUBLIC;
GRANT CONNECT ON DATABASE investigations TO investigations_app;

\connect investigations
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO investigations_owner;
GRANT USAGE ON SCHEMA public TO investigations_app;
