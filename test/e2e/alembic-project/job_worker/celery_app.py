"""An application under the name that FaultMaven's job worker has, with no tasks."""
import os

from celery import Celery

app = Celery("faultmaven", broker=f"redis://{os.environ['REDIS_HOST']}:{os.environ['REDIS_PORT']}/0")
