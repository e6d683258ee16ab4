# shellcheck shell=sh
# Sourced by the scripts that ask the store. $STORE is the URL that is asked, $TRUSTED the certificate of whoever signed its own.

# quoted TEXT: between the quotes of JSON, or of a configuration of curl.
quoted() { printf '%s' "$1" | sed 's/[\\"]/\\&/g'; }

# ask METHOD PATH [BODY]: prints the answer. Fails if it is no success, with the answer on stderr.
# A password in an argument could be read by whoever sees the processes, so curl reads it from its input.
ask() {
  set -- "$1" "$2" "${3-}"
  if answer=$(credentials | curl --config - --silent --show-error --fail-with-body --max-time 60 --cacert "$TRUSTED" --globoff \
    --request "$1" --header 'content-type: application/json' ${3:+--data-binary "$3"} "$STORE$2" 2>&1); then
    printf '%s\n' "$answer"
  else
    printf '%s %s: %s\n' "$1" "$2" "$answer" >&2
    return 1
  fi
}

# user NAME PASSWORD: who asks, for `credentials`.
user() { printf 'user = "%s:%s"\n' "$1" "$(quoted "$2")"; }
