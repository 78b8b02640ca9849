"""Messages by a provider's HTTP interface; `provider.py` reads how."""

from __future__ import annotations

from egret.accounts.sms import SmsFailed
from egret.accounts.sms.provider import Provider, read_settings
from egret.kernel import egress
from egret.kernel.logs import Personal

# Of a provider's answer: enough for its error, short of its whole page.
EXCERPT = 120
# What is shorter in a header is a word like "Bearer", no secret.
SHORTEST_SECRET = 8


class HttpSms:
    def send(self, phone: Personal[str], text: str) -> None:
        provider = read_settings()
        url, body = provider.fill(phone.reveal(), text)
        try:
            answer = egress.request(provider.method, url, body=body, headers=provider.headers)
        except egress.EgressFailed as error:
            # The error's own text may show the address, which may carry a key.
            raise SmsFailed(f"no answer ({type(error.__cause__).__name__})") from None
        said = answer.body.decode(errors="replace")
        if answer.status not in provider.statuses:
            raise SmsFailed(f"status {answer.status}: {_excerpt(provider, said)}")
        if provider.pattern is not None and not provider.pattern.search(said):
            raise SmsFailed(f"status {answer.status}, but not EGRET_SMS_OK_PATTERN: {_excerpt(provider, said)}")


def _excerpt(provider: Provider, said: str) -> str:
    """The beginning of an answer, without our own secrets, which some providers repeat in their errors."""
    for value in provider.headers.values():
        for part in (value, *value.split()):
            if len(part) >= SHORTEST_SECRET:
                said = said.replace(part, "…")
    return said[:EXCERPT]
