"""Brings a running cluster's dynamic configuration to what dcs.json says, and says what has to be restarted for it.

A new cluster takes the file by itself; afterwards Patroni never reads it again. Sends only what the file has, so what somebody
else has set (a pause, say) stays. Needs MEMBERS (host names), PATRONI_RESTAPI_USERNAME and PATRONI_RESTAPI_PASSWORD.
"""

import base64
import json
import os
import sys
import time
import urllib.error
import urllib.request

CONFIGURATION = os.environ.get("CONFIGURATION", "/etc/patroni/dcs.json")
MEMBERS = os.environ["MEMBERS"].split()
CREDENTIALS = f"{os.environ['PATRONI_RESTAPI_USERNAME']}:{os.environ['PATRONI_RESTAPI_PASSWORD']}"
AUTHORIZATION = "Basic " + base64.b64encode(CREDENTIALS.encode()).decode()
# After so many loops of Patroni each member has reloaded what it can.
SETTLING = 2
# The exit code that fails the Job at once.
GIVEN_UP = 77


def ask(member, method, path, body=None):
    headers = {"Authorization": AUTHORIZATION, "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"http://{member}:8008{path}", data, headers, method=method)
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)


def any_member(what, question):
    """The first answer of any member; tries until there is one."""
    while True:
        for member in MEMBERS:
            try:
                return question(member)
            # No answer is temporary. A refused password or setting is final, and all members refuse it.
            except urllib.error.HTTPError as error:
                if error.code in (400, 401):
                    print(f"configure: given up: {member}: {error}: {error.read().decode()}", flush=True)
                    sys.exit(GIVEN_UP)
                print(f"configure: {member}: {error}", flush=True)
            except (OSError, LookupError, ValueError) as error:
                print(f"configure: {member}: {error}", flush=True)
        print(f"configure: waiting for {what}", flush=True)
        time.sleep(3)


def cluster_with_leader(member):
    cluster = ask(member, "GET", "/cluster")
    if not any(one["role"] == "leader" for one in cluster["members"]):
        raise LookupError("the cluster has no leader")
    return cluster


def main():
    with open(CONFIGURATION, encoding="utf-8") as file:
        wanted = json.load(file)
    any_member("a leader", cluster_with_leader)
    settings = any_member("a member that takes it", lambda member: ask(member, "PATCH", "/config", wanted))
    print("configure: the configuration is as wanted", flush=True)

    time.sleep(SETTLING * settings["loop_wait"])
    members = any_member("a leader", cluster_with_leader)["members"]
    pending = [one["name"] for one in members if one.get("pending_restart")]
    if pending:
        print(f"configure: to be restarted for some of it: {' '.join(pending)}", flush=True)


main()
