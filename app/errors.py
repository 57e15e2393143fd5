"""Everything that can go wrong with a whole request, one class each.

BarazaError
├── Malformed           400 malformed
├── SignedOut           401 signed_out
├── DeviceRevoked       403 device_revoked
├── NotAllowed          403 not_allowed
├── NotFound            404 not_found
├── WrongMethod         405 wrong_method
├── ReplicaTaken        409 replica_taken
├── TooLarge            413 too_large
├── Unsupported         415 unsupported
├── FormInvalid         422 form_invalid
├── WrongProtocol       426 protocol
├── TooMany             429 too_many
├── Broken              500 broken
├── Busy                503 busy
└── StorageFull         503 storage_full
"""

from typing import ClassVar

Fact = str | int | bool | None | list[str] | list[int]


class BarazaError(Exception):
    """A request that the server cannot do, and why, in a sentence for a person."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "broken"
    sentence: ClassVar[str] = "Something broke on the server. Nothing that was acknowledged is lost."
    retry_after: ClassVar[int | None] = None

    def __init__(self, detail: str | None = None, **facts: Fact) -> None:
        self.detail = detail or self.sentence
        self.facts = facts
        super().__init__(self.detail)


class Malformed(BarazaError):
    status, code, sentence = 400, "malformed", "The request cannot be read."


class SignedOut(BarazaError):
    status, code, sentence = 401, "signed_out", "Please sign in."


class DeviceRevoked(BarazaError):
    status, code, sentence = 403, "device_revoked", "This device was signed out for good by an administrator."


class NotAllowed(BarazaError):
    status, code, sentence = 403, "not_allowed", "Your role does not allow this."


class NotFound(BarazaError):
    status, code, sentence = 404, "not_found", "There is nothing here."


class WrongMethod(BarazaError):
    status, code, sentence = 405, "wrong_method", "This address does not take that method."


class ReplicaTaken(BarazaError):
    status, code, sentence = 409, "replica_taken", "This replica belongs to somebody else."


class TooLarge(BarazaError):
    status, code, sentence = 413, "too_large", "The request is too large."


class Unsupported(BarazaError):
    status, code, sentence = 415, "unsupported", "The request is in a form that the server does not read."


class FormInvalid(BarazaError):
    status, code, sentence = 422, "form_invalid", "The form cannot be published."


class WrongProtocol(BarazaError):
    status, code, sentence = 426, "protocol", "This server speaks another version of the protocol."


class TooMany(BarazaError):
    status, code, sentence, retry_after = 429, "too_many", "Too many attempts. Please wait a little.", 5


class Broken(BarazaError):
    """What nobody foresaw."""


class Busy(BarazaError):
    status, code, sentence, retry_after = 503, "busy", "The server is busy. Please try again in a moment.", 2


class StorageFull(BarazaError):
    status, code, sentence, retry_after = 503, "storage_full", "The server's disk is full. Nothing was stored.", 60
