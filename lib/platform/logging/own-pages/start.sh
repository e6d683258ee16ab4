#!/bin/sh
# Starts {{title}}, and gives it its index pattern and its searches as soon as it takes them.
set -eu

# It reads whom it trusts from a file only.
printf '%s\n' "$AUTHORITY" >{{authority}}

# quoted TEXT: between the quotes of a configuration of curl.
quoted() { printf '%s' "$1" | sed 's/[\\"]/\\&/g'; }

# A password in an argument could be read by whoever sees the processes, so curl reads it from its input.
load() {
  printf 'user = "%s:%s"\n' {{user}} "$(quoted "{{password}}")" |
    curl --config - --silent --show-error --fail-with-body --max-time 60 --header '{{header}}: true' \
      --form file=@{{folder}}/searches.ndjson 'http://localhost:{{port}}/api/saved_objects/_import?overwrite=true'
}

# It answers with success as well where it has refused single objects.
(
  until answer=$(load 2>&1) && case $answer in *'"success":true'*) true ;; *) false ;; esac; do
    echo "the searches are not loaded yet: $answer"
    sleep {{every}}
  done
  echo 'the searches are loaded'
) &

exec {{home}}/bin/{{program}} --config {{folder}}/{{configuration}}
