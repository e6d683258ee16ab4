# Whoever has this certificate may do everything.
credentials() { printf 'cert = "%s"\nkey = "%s"\n' {{tls}}/tls.crt {{tls}}/tls.key; }
