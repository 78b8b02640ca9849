"""Messages by a mail server of the operator's choice (RFC 5321, RFC 6409)."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import urlsplit

from django.conf import settings

from egret.kernel import egress
from egret.kernel.logs import Personal
from egret.kernel.mail import Attachment, MailFailed
from egret.kernel.text import Text

SECURITY = ("tls", "starttls", "none")


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
        sends=Text(
            "Your mail address and the invitation that you are sent: the meeting's title, its times, who invites you",
            "您的邮箱地址，以及发给您的邀请：会议主题、时间和邀请人",
        ),
    )


class SmtpMail:
    def send(self, address: Personal[str], subject: str, text: str, attachment: Attachment | None = None) -> None:
        message = compose(address.reveal(), subject, text, attachment)
        try:
            egress.send_mail(
                server_address(),
                message,
                security=settings.EGRET_MAIL_SECURITY,
                user=settings.EGRET_MAIL_USER,
                password=settings.EGRET_MAIL_PASSWORD,
            )
        except egress.EgressFailed as error:
            # The cause's own text may repeat the address.
            raise MailFailed(str(error)) from None


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
