"""A database's schema beside the revisions that this image has: `python -c … wait` waits for it, `upgrade` brings it to the image's heads.

Both say what they wait for, and both go on where the schema has a revision that the image does not know: a newer image has been there, and
this one is what it is rolled back to. Both end after PATIENCE where the server does not let their role in: a container keeps the password
with which it was made, and the one that is made in its place has what the Secret holds by then.
Asks Alembic's own code rather than its command, whose words and exit codes differ between versions.
"""

import contextlib
import io
import os
import re
import signal
import sys
import time

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory

# Seconds. EVERY: between two looks. AGAIN: before an unchanged reason is logged again. PATIENCE: how long the server may refuse the role
# (another Job creates the roles of a new cluster, and to a client a missing role looks like a wrong password).
EVERY = 3
AGAIN = 60
PATIENCE = float(os.environ.get("SCHEMA_PATIENCE", 600))

# SQLSTATEs of a server that lets nobody in for now: it starts or stops, or has no connection left.
BUSY = ("57P", "53", "08")
# SQLSTATE of a database that is not created yet.
ABSENT = "3D"
# SQLSTATEs of a wrong role or password, and of a missing right.
FORBIDDEN = ("28", "42501")


def inspect():
    """Revisions of the database that the image does not know, and heads of the image that the database does not have."""
    config = Config(os.environ.get("ALEMBIC_CONFIG", "alembic.ini"))
    script = ScriptDirectory.from_config(config)
    found = []

    def note(revisions, _):
        found.extend(revisions)
        return []

    # Hides what the image's own env.py prints and logs each time.
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        with EnvironmentContext(config, script, fn=note, dont_mutate=True):
            script.run_env()
    known = {one.revision for one in script.walk_revisions()}
    unknown = [revision for revision in found if revision not in known]
    # A head that another one depends on has no row of its own.
    applied = {one.revision for one in script.get_all_current(tuple(set(found) - set(unknown)))}
    return found, unknown, [head for head in script.get_heads() if head not in applied]


def state_of(error):
    state = getattr(error, "sqlstate", None) or getattr(error, "pgcode", None)
    return state if isinstance(state, str) else None


def origin_of(error):
    """The driver's own error, or the operating system's, inside those of whoever wraps it."""
    origin, cause = error, error
    while cause is not None:
        if state_of(cause) or isinstance(cause, OSError):
            origin = cause
        cause = getattr(cause, "orig", None) or cause.__cause__ or cause.__context__
    return origin


def kind_of(origin):
    state = state_of(origin)
    if state is None:
        return "unreachable" if isinstance(origin, OSError) else "failed"
    kinds = {FORBIDDEN: "refused", BUSY: "unreachable", ABSENT: "absent"}
    return next((kind for states, kind in kinds.items() if state.startswith(states)), "failed")


def told(error):
    """The last line of an error, without what is secret in it."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    text = f"{type(error).__name__}: {lines[-1] if lines else 'no message'}"
    password = os.environ.get("PGPASSWORD")
    if password:
        text = text.replace(password, "***")
    return re.sub(r"(://[^/@\s]*?):[^/@\s]*@", r"\1:***@", text)


def look():
    """What is to be done, and why."""
    try:
        found, unknown, missing = inspect()
    except Exception as error:
        origin = origin_of(error)
        kind = kind_of(origin)
        role = os.environ.get("PGUSER")
        what = {
            "refused": f"the database server refuses the role {role}",
            "absent": "the database server has no such database",
            "unreachable": "the database server cannot be reached",
            "failed": "the schema cannot be looked at",
        }[kind]
        return kind, f"{what}: {told(origin)}"
    if unknown:
        return "newer", f"the schema is at {', '.join(unknown)}, which this image does not know: a newer image has migrated it"
    if missing:
        at = f"is at {', '.join(sorted(found))}" if found else "is not there yet"
        return "older", f"the schema {at}, this image wants {', '.join(sorted(missing))}"
    return "current", f"the schema is at {', '.join(sorted(found))}, as this image wants it"


def say(text):
    print(f"schema: {text}", flush=True)


def main():
    task = sys.argv[1]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    said, said_at, hopeless_since = None, 0.0, None
    while True:
        kind, why = look()
        now = time.monotonic()
        if kind in ("current", "newer"):
            return say(why)
        if task == "upgrade" and kind in ("older", "failed"):
            say(why)
            sys.stdout.flush()
            os.execv(sys.executable, [sys.executable, "-m", "alembic", "upgrade", "heads"])
        if why != said or now - said_at >= AGAIN:
            say(f"waiting for {'its migration' if kind == 'older' else 'the database'}: {why}")
            said, said_at = why, now
        hopeless_since = (hopeless_since or now) if kind in ("refused", "failed") else None
        if hopeless_since is not None and now - hopeless_since >= PATIENCE:
            say(f"given up after {PATIENCE:.0f} s, to be started anew: {why}")
            sys.exit(1)
        time.sleep(EVERY)


main()
