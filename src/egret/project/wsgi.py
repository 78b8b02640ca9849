"""The WSGI application that Granian serves. Undeclared personal data stops it here too, whoever starts it."""

import gc
import os

from django.core.management.base import BaseCommand
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egret.project.settings")
application = get_wsgi_application()
BaseCommand().check()

# What is loaded now stays for good: the collector need not walk through it each time a long list was made.
gc.collect()
gc.freeze()
