-- One database of one service, for psql 15: :database is its name, :prefix that of the variables with roles and passwords.

\set owner_name :prefix _OWNER_USERNAME
\set owner_secret :prefix _OWNER_PASSWORD
\set user_name :prefix _USERNAME
\set user_secret :prefix _PASSWORD
\getenv owner :owner_name
\getenv owner_password :owner_secret
\getenv user :user_name
\getenv user_password :user_secret

-- PostgreSQL logs a statement that fails, and these contain passwords.
set log_min_error_statement = panic;
set log_statement = 'none';
set log_min_duration_statement = -1;
set client_min_messages = warning;

select format('create role %I', name)
  from unnest(array[:'owner', :'user']) as name
  where not exists (select from pg_roles where rolname = name)
\gexec
alter role :"owner" login nosuperuser nocreatedb nocreaterole password :'owner_password';
alter role :"user" login nosuperuser nocreatedb nocreaterole password :'user_password';

select format('create database %I owner %I', :'database', :'owner')
  where not exists (select from pg_database where datname = :'database')
\gexec
-- By default every role may connect to every database. pg_rewind connects to postgres.
revoke all on database :"database" from public;
grant connect, temporary on database :"database" to :"user";
revoke connect on database postgres, template1 from public;
select format('grant connect on database postgres to %I', rolname) from pg_roles where rolname = 'rewind'
\gexec

\connect -reuse-previous=on :"database"
set client_min_messages = warning;

-- A new owner takes over all objects of the former one, and the database.
select format('reassign owned by %I to %I', pg_get_userbyid(datdba), :'owner')
  from pg_database where datname = current_database() and pg_get_userbyid(datdba) <> :'owner'
\gexec

revoke all on schema public from public;
grant usage on schema public to :"user";
grant select, insert, update, delete on all tables in schema public to :"user";
grant usage, select, update on all sequences in schema public to :"user";
alter default privileges for role :"owner" in schema public grant select, insert, update, delete on tables to :"user";
alter default privileges for role :"owner" in schema public grant usage, select, update on sequences to :"user";
