password() { ask PUT "/_plugins/_security/api/internalusers/$1" "{\"password\":\"$(quoted "$2")\"}"; }
{{passwords}}
