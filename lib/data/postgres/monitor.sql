-- The role of whoever watches the server, for psql 15. It reads statistics and settings, and no row of anybody.

\getenv monitor MONITOR_USERNAME
\getenv monitor_password MONITOR_PASSWORD

-- PostgreSQL logs a statement that fails, and these contain a password.
set log_min_error_statement = panic;
set log_statement = 'none';
set log_min_duration_statement = -1;
set client_min_messages = warning;

select format('create role %I', :'monitor') where not exists (select from pg_roles where rolname = :'monitor')
\gexec
-- Each scrape opens connections of its own. Whoever is asked too often must not take those of others.
alter role :"monitor" login nosuperuser nocreatedb nocreaterole noreplication connection limit 10 password :'monitor_password';
grant pg_monitor to :"monitor";
grant connect on database postgres to :"monitor";
