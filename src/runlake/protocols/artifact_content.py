"""Bytes of an artifact under a name: what every protocol that serves files of artifacts gives to `serve_stored`."""

from dataclasses import dataclass

from runlake.products.artifacts import Content
from runlake.products.files import mimetype_of


@dataclass(frozen=True, slots=True)
class NamedContent:
    """Stored bytes under the name of one of the files that have them."""

    name: str
    content: Content

    @property
    def size_bytes(self) -> int:
        return self.content.size_bytes

    @property
    def sha256(self) -> str:
        return self.content.md5  # what `?v=` of an address has: the digest that manifests know

    @property
    def mimetype(self) -> str:
        return mimetype_of(self.name)

    @property
    def etag(self) -> str:
        return f'"{self.content.md5}"'
