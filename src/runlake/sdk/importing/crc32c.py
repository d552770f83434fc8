"""The checksum of TensorFlow's record files: CRC-32C, masked. Source: TensorFlow, `tensorflow/core/lib/hash/crc32c.h`; RFC 3720."""

_POLYNOMIAL = 0x82F63B78
_WORD = 0xFFFFFFFF
_MASK = 0xA282EAD8


def masked_crc32c(content: bytes) -> int:
    """The checksum as it stands in a file, 0 to 2³² - 1."""
    crc, table = _WORD, _TABLE
    for byte in content:
        crc = table[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    crc ^= _WORD
    return ((crc >> 15 | crc << 17) + _MASK) & _WORD


def _entry(byte: int) -> int:
    for _ in range(8):
        byte = byte >> 1 ^ (_POLYNOMIAL if byte & 1 else 0)
    return byte


_TABLE = [_entry(byte) for byte in range(256)]
