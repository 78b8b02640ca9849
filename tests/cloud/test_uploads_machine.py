"""An upload under anything a client and its network can do: the server always has a prefix of the content, and tells
how long it is."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from egret.cloud.models import FileVersion, Node, Upload
from egret.kernel.blobs import PART_SIZE
from egret.kernel.models import Blob, Part
from tests import factories
from tests.cloud.tus import begun, offset_of, patch, send, sha256
from tests.factories import cloud

# 251 divides no part: two parts never look alike.
PATTERN = bytes(range(251)) * (PART_SIZE * 3 // 251)
LENGTHS = st.one_of(st.integers(1, 300), st.sampled_from([PART_SIZE - 1, PART_SIZE, PART_SIZE + 1, 2 * PART_SIZE + 7]))
SHARES = st.floats(0, 1)


class Uploading(RuleBasedStateMachine):
    """`sent` is how many bytes the server must have; once all are there, the file."""

    def __init__(self) -> None:
        super().__init__()
        self.person = factories.person()
        self.client = Client()
        self.client.force_login(self.person)
        self.content, self.sent, self.known = b"", 0, True
        self.address, self.node = "", ""

    @initialize(length=LENGTHS, deferred=st.booleans())
    def begin(self, length: int, deferred: bool) -> None:
        self.content, self.known = PATTERN[:length], not deferred
        self.address = begun(self.client, length=None if deferred else length)

    def _piece(self, share: float) -> bytes:
        return self.content[self.sent : self.sent + int((len(self.content) - self.sent) * share)]

    def _said(self) -> dict[str, int]:
        if self.known:
            return {}
        self.known = True
        return {"Upload_Length": len(self.content)}

    @precondition(lambda self: not self.node)
    @rule(share=SHARES, chunked=st.booleans(), summed=st.booleans(), say=st.booleans())
    def send_some(self, share: float, chunked: bool, summed: bool, say: bool) -> None:
        piece = self._piece(share)
        about = self._said() if say else {}
        checksum = sha256(piece) if summed else None
        response = patch(
            self.client, self.address, self.sent, piece, chunked=chunked, Upload_Checksum=checksum, **about
        )
        assert response.status_code == 204, response.content
        self.sent += len(piece)
        assert response.headers["Upload-Offset"] == str(self.sent)
        self.node = response.headers.get("Egret-Node", "")

    @precondition(lambda self: not self.node)
    @rule()
    def send_the_rest(self) -> None:
        response = patch(self.client, self.address, self.sent, self.content[self.sent :], **self._said())
        assert response.status_code == 204, response.content
        self.sent, self.node = len(self.content), response.headers["Egret-Node"]

    @precondition(lambda self: not self.node)
    @rule(share=SHARES, kept=SHARES, summed=st.booleans())
    def lose_the_connection(self, share: float, kept: float, summed: bool) -> None:
        piece = self._piece(share)
        came = piece[: int(len(piece) * kept)]
        if len(came) == len(piece):
            return
        checksum = sha256(piece) if summed else None
        patch(self.client, self.address, self.sent, came, announced=len(piece), Upload_Checksum=checksum)
        self.sent += 0 if summed else len(came)

    @rule(offset=st.integers(0, 2 * PART_SIZE), repeated=st.booleans())
    def send_at_a_wrong_offset(self, offset: int, repeated: bool) -> None:
        offset = max(0, self.sent - 1) if repeated else offset
        if offset != self.sent:
            assert patch(self.client, self.address, offset, b"wrong").status_code == 409

    @precondition(lambda self: not self.node)
    @rule(share=SHARES)
    def send_damaged_bytes(self, share: float) -> None:
        piece = self._piece(share)
        response = patch(self.client, self.address, self.sent, piece, Upload_Checksum=sha256(piece + b"damage"))
        assert response.status_code == 460

    @precondition(lambda self: self.known and not self.node)
    @rule(chunked=st.booleans())
    def send_too_much(self, chunked: bool) -> None:
        rest = self.content[self.sent :]
        if chunked and len(rest) > PART_SIZE:
            return  # its first parts are kept: they are what the client said they are
        assert patch(self.client, self.address, self.sent, rest + b"x", chunked=chunked).status_code == 413

    @invariant()
    def the_offset_is_true(self) -> None:
        if not self.address:
            return
        assert offset_of(self.client, self.address) == self.sent
        if not self.node:
            assert not FileVersion.objects.filter(node__space__person=self.person).exists()
            return
        node = Node.objects.get(id=self.node)
        assert cloud.content_of(self.person, node) == self.content
        assert cloud.space_of(self.person).used_bytes == len(self.content)

    def teardown(self) -> None:
        if not self.address:
            return
        blob = Upload.objects.get(person=self.person).blob
        stored = sum(Part.objects.filter(blob=blob).values_list("size", flat=True)) if blob else len(self.content)
        assert stored == self.sent
        assert send(self.client, "DELETE", self.address).status_code == 204
        if blob is not None:
            assert Blob.objects.get(id=blob.id).state == Blob.State.DOOMED


@pytest.mark.django_db(transaction=True)
def test_whatever_happens_the_offset_is_true() -> None:
    run_state_machine_as_test(
        Uploading,
        settings=settings(
            max_examples=25, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
