"""What Granian serves; DJANGO_SETTINGS_MODULE is `benchmarks.peer.settings`."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
