# mapping ROLE USER: that user, and no other, has that role.
mapping() { ask PUT "/_plugins/_security/api/rolesmapping/$1" "{\"users\":[\"$2\"]}"; }
{{mappings}}

