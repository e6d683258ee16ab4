# user_of NAME ROLE PASSWORD
user_of() { ask PUT "/_security/user/$1" "{\"roles\":[\"$2\"],\"password\":\"$(quoted "$3")\"}"; }
{{users}}
