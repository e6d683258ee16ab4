# An authority for the store alone, unless one is in the folder, and what it signs.
[ -f authority.key ] ||
  openssl req -x509 -newkey rsa:3072 -nodes -sha256 -days 3650 -subj '/CN=authority of the logs' -keyout authority.key -out ca.crt
sign() {
  openssl req -newkey rsa:3072 -nodes -sha256 -subj "/CN=$1" -keyout "$1.key" -out "$1.csr"
  # The last line tells two authorities of one name apart, while one replaces the other.
  printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth,clientAuth\nauthorityKeyIdentifier=keyid\n' "$2" >"$1.ext"
  openssl x509 -req -sha256 -days 825 -in "$1.csr" -CA ca.crt -CAkey authority.key -CAcreateserial -extfile "$1.ext" -out "$1.crt"
}
sign {{store}} "DNS:{{store}},DNS:{{store}}.$namespace,DNS:{{store}}.$namespace.svc,DNS:{{store}}.$namespace.svc.$domain,DNS:*.{{store}}-members.$namespace.svc.$domain,DNS:localhost"
{{superuser}}
for user in {{users}}; do openssl rand -hex 24 | tr -d '\n' >"password-$user"; done
printf shipper >user-shipper
openssl rand -hex 24 | tr -d '\n' >cookie-password
