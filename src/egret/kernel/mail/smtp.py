"""Messages by a mail server of the operator's choice (RFC 5321, RFC 6409)."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import urlsplit

from django.conf import settings

from egret.kernel import egress
from egret.kernel.logs import Personal
from egret.kernel.mail import Attachment, MailFailed

SECURITY = ("tls", "starttls", "none")
# A server that greets slowly (grey listing, a check of our address) still does within this.
SECONDS = 20.0


def server_address() -> str:
    """How the mail server stands in the registry of hosts we speak to."""
    return f"smtp://{settings.EGRET_MAIL_HOST}:{settings.EGRET_MAIL_PORT}"


def register_server() -> None:
    """Let messages out to the server of the settings."""
    egress.register(
        server_address(),
        processor=settings.EGRET_MAIL_PROCESSOR,
        purpose="meetings.schedule",
        payload=("mail address", "message text", "calendar file"),
    )


class SmtpMail:
    def send(self, address: Personal[str], subject: str, text: str, attachment: Attachment | None = None) -> None:
        egress.require_registered(server_address())
        message = compose(address.reveal(), subject, text, attachment)
        try:
            with _connected() as server:
                if settings.EGRET_MAIL_USER:
                    server.login(settings.EGRET_MAIL_USER, settings.EGRET_MAIL_PASSWORD)
                server.send_message(message)
        except (smtplib.SMTPException, OSError) as error:
            # The error's own text may repeat the address.
            raise MailFailed(type(error).__name__) from None


def compose(address: str, subject: str, text: str, attachment: Attachment | None) -> EmailMessage:
    message = EmailMessage()
    message["From"] = settings.EGRET_MAIL_FROM
    message["To"] = address
    # A line's end, in whatever alphabet, would begin another header.
    message["Subject"] = " ".join(subject.splitlines())
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=urlsplit(settings.EGRET_ORIGIN).hostname or "localhost")
    message.set_content(text)
    if attachment is not None:
        message.add_attachment(
            attachment.content,
            maintype="text",
            subtype=attachment.subtype,
            filename=attachment.name,
            params=dict(attachment.parameters),
        )
    return message


def _connected() -> smtplib.SMTP:
    host, port = settings.EGRET_MAIL_HOST, settings.EGRET_MAIL_PORT
    if settings.EGRET_MAIL_SECURITY == "tls":
        return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=ssl.create_default_context())
    server = smtplib.SMTP(host, port, timeout=SECONDS)
    if settings.EGRET_MAIL_SECURITY == "starttls":
        server.starttls(context=ssl.create_default_context())
    return server
