"""An application under the name and with the settings that FaultMaven's job worker has, with a task that takes a while."""
import os
import time

from celery import Celery

password = os.environ.get("REDIS_PASSWORD", "")
URL = f"redis://{f':{password}@' if password else ''}{os.environ['REDIS_HOST']}:{os.environ['REDIS_PORT']}/0"

app = Celery("faultmaven", broker=URL, backend=URL)
app.conf.update(task_track_started=True, task_time_limit=3600, worker_prefetch_multiplier=1, worker_max_tasks_per_child=100)
app.conf.broker_transport_options = {
    "global_keyprefix": "celery_faultmaven_",
    "visibility_timeout": 3600,
    "fanout_prefix": True,
    "fanout_patterns": True,
}


def note(what):
    """Writes where the test can read it whatever becomes of Redis."""
    with open("/tmp/runs", "a", encoding="utf-8") as file:
        file.write(f"{what}\n")


@app.task(name="work")
def work(name, seconds):
    """Begins, takes a while, ends."""
    note(f"began {name}")
    time.sleep(seconds)
    note(f"ended {name}")
