"""Global ids: padded base64 of `Kind:value`, the form that wandb clients take apart.

Source: protocol notes 1.5: clients decode ids, and take the part after the last `:` of some as an integer.
"""

import base64
import binascii

from runlake.errors import InvalidInput

_MAX_ID_CHARS = 4096


def encode_id(kind: str, value: int | str) -> str:
    """The global id of a thing."""
    return base64.b64encode(f"{kind}:{value}".encode()).decode("ascii")


def decode_number(global_id: str, *kinds: str) -> int:
    """The number inside a global id of one of these kinds. Raises InvalidInput for anything else."""
    kind, _, value = _decoded(global_id).partition(":")
    if kind not in kinds or not _is_number(value):
        raise InvalidInput(f"{_shown(global_id)} is not the id of a {' or '.join(kinds)}")
    return int(value)


def kind_of(global_id: str) -> str:
    """The kind inside a global id. Raises InvalidInput for what is not one."""
    return _decoded(global_id).partition(":")[0]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


def _decoded(global_id: str) -> str:
    if len(global_id) > _MAX_ID_CHARS:
        raise InvalidInput(f"an id of {len(global_id)} characters is not one of ours")
    try:
        text = base64.b64decode(global_id.encode("ascii"), validate=True).decode()
    except (UnicodeError, binascii.Error) as error:
        raise InvalidInput(f"{_shown(global_id)} is not an id: ids are base64 of Kind:value") from error
    if base64.b64encode(text.encode()).decode("ascii") != global_id:
        raise InvalidInput(f"{_shown(global_id)} is not an id: its padding is off")
    return text


def _shown(global_id: str) -> str:
    return repr(global_id if len(global_id) <= 80 else f"{global_id[:77]}...")
