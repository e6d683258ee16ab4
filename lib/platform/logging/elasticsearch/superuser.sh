# The one user whom a new store has.
credentials() { user {{user}} "{{password}}"; }
