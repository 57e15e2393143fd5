"""What phones and scripts send, as the protocol names it. Fields that nobody here knows are left alone."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from app.body import parse
from app.errors import Malformed, TooLarge, WrongProtocol

PROTOCOLS = [1]
LARGEST = 2**53 - 1
MOST_EDITS = 500


def _storable(text: str) -> str:
    text.encode()  # Half a character has no UTF-8, and raises a ValueError.
    if "\0" in text:
        raise ValueError("it holds the character NUL")
    return text


Word = Annotated[str, StringConstraints(max_length=255), AfterValidator(_storable)]
Replica = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Number = Annotated[int, Field(ge=1, le=LARGEST)]


class Message(BaseModel):
    """A request's body; a number is a number and a text is a text."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    @classmethod
    def read(cls, body: bytes) -> Self:
        """The message in these bytes."""
        return cls.of(parse(body))

    @classmethod
    def of(cls, parsed: dict[str, Any]) -> Self:
        """The message that this object is."""
        try:
            return cls.model_validate(parsed)
        except ValidationError as error:
            raise Malformed(**where(error)) from None


def where(error: ValidationError) -> dict[str, Any]:
    """Say what a person who writes a client needs: which field, and what is wrong with it."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    words = f"{field}: {first['msg']}".encode("utf-8", "replace").decode()
    return {"detail": f"The request cannot be read. {words[:300]}", "field": words.partition(":")[0][:100]}


class SignIn(Message):
    """Who signs in, on which replica."""

    username: Word | None = None
    password: Annotated[str, StringConstraints(max_length=1024), AfterValidator(_storable)] | None = None
    replica: Replica
    label: Word = ""


class CursorMessage(Message):
    """How far the phone has come in a scope."""

    epoch: str = ""
    cursor: int = Field(default=0, ge=0)
    mark: str = ""
    grant: str = ""


class SyncMessage(Message):
    """One request that pushes and pulls."""

    protocol: int
    replica: Replica
    clock: str | None = None
    edits: list[dict[str, Any]] = []
    lost: list[Annotated[list[Number], Field(min_length=2, max_length=2)]] = Field(default=[], max_length=MOST_EDITS)
    scopes: dict[str, CursorMessage] = {}
    forms: dict[str, str] = {}
    lists: dict[str, str] = {}
    pending: dict[str, str] = {}
    waiting: int = Field(default=0, ge=0, le=LARGEST)
    budget: int = Field(default=262_144, ge=0)

    @classmethod
    def of(cls, parsed: dict[str, Any]) -> Self:
        """The message, if it is in a protocol that is spoken here, and not too long."""
        protocol = parsed.get("protocol")
        if type(protocol) is int and protocol not in PROTOCOLS:
            raise WrongProtocol(supported=PROTOCOLS)
        edits = parsed.get("edits")
        if isinstance(edits, list) and len(edits) > MOST_EDITS:
            raise TooLarge("There are more edits in the request than the server takes.", max_edits=MOST_EDITS)
        return super().of(parsed)


class Decision(Message):
    """What a lead decides about an edit that waits."""

    do: Literal["release", "dismiss"]
