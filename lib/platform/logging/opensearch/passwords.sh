# user_of NAME ROLE PASSWORD: the user keeps its role itself, so whom people have mapped to that role stay mapped.
user_of() {
  ask PUT "/_plugins/_security/api/internalusers/$1" "{\"password\":\"$(quoted "$3")\",\"opendistro_security_roles\":[\"$2\"]}"
}
{{passwords}}
