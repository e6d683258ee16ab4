"""Run by Patroni when its member gets another role: `role_changed.py on_role_change ROLE SCOPE`.

A new primary takes the label of the primary from every other pod. Patroni only ever labels its own, so a primary that died, froze or
was cut off would stay behind the Service until its node or its probe is given up, and every second new connection would go there.
Patroni gives the label back within a loop to whoever still has the lock.
"""

import json
import os
import socket
import ssl
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount"
PRIMARIES = "app.kubernetes.io/name=postgres,app.kubernetes.io/component=service,role=primary"
NO_LABEL = {"metadata": {"labels": {"role": None}}}
# Patroni ends this script when the role changes again.
ATTEMPTS = 20


def content(name):
    with open(f"{ACCOUNT}/{name}", encoding="utf-8") as file:
        return file.read().strip()


def ask(method, path, body=None):
    host = os.environ["KUBERNETES_SERVICE_HOST"]
    address = f"[{host}]" if ":" in host else host
    url = f"https://{address}:{os.environ['KUBERNETES_SERVICE_PORT']}/api/v1/namespaces/{content('namespace')}/{path}"
    headers = {"Authorization": f"Bearer {content('token')}", "Content-Type": "application/merge-patch+json"}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, headers, method=method)
    context = ssl.create_default_context(cafile=f"{ACCOUNT}/ca.crt")
    with urllib.request.urlopen(request, timeout=5, context=context) as response:
        return json.load(response)


def take_over():
    own = socket.gethostname()
    pods = ask("GET", f"pods?labelSelector={urllib.parse.quote(PRIMARIES)}")["items"]
    for name in (pod["metadata"]["name"] for pod in pods):
        if name != own:
            ask("PATCH", f"pods/{name}", NO_LABEL)
            print(f"role_changed: {name} no longer has the label of the primary", flush=True)


def main():
    _, _, role, _ = sys.argv
    if role != "primary":
        return
    for _ in range(ATTEMPTS):
        try:
            return take_over()
        except OSError as error:
            print(f"role_changed: {error}", flush=True)
            time.sleep(1)


main()
