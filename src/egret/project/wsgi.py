"""The WSGI application that Granian serves. Undeclared personal data stops it here too, and so does a database that
came out of a backup and has not caught up with the journal of erasures, whoever starts it."""

import gc
import os

from django.core.management.base import BaseCommand
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egret.project.settings")
application = get_wsgi_application()

from egret.kernel.gate import require_open  # noqa: E402  # models, which can be imported from here on

BaseCommand().check()
require_open()

# What is loaded now stays for good: the collector need not walk through it each time a long list was made.
gc.collect()
gc.freeze()
