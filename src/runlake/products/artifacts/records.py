"""What artifacts are made of: types, collections, versions, and their places in collections."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from runlake.model import Principal, Project, Role


class CollectionKind(StrEnum):
    """A sequence holds what was logged under its name; a portfolio holds links to versions of sequences."""

    SEQUENCE = "sequence"
    PORTFOLIO = "portfolio"


class VersionState(StrEnum):
    """A version is pending until its writer commits it; only then is it seen in lists."""

    PENDING = "pending"
    COMMITTED = "committed"
    DELETED = "deleted"


class DigestAlgorithm(StrEnum):
    """How the digests of a version and of its files are made. Files' own MD5s are known of either."""

    MD5 = "md5"
    XXH128 = "xxh128"


class ManifestKind(StrEnum):
    """A whole manifest, an overlay on a base version's, or the share of one of several writers."""

    FULL = "full"
    INCREMENTAL = "incremental"
    PATCH = "patch"


@dataclass(frozen=True, slots=True)
class ArtifactType:
    """A type that collections of a project have."""

    type_id: int
    project_id: int
    name: str
    description: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Collection:
    """The name under which versions line up. Sequences and portfolios of a project share one name space.

    `ttl_s` is the time to live of versions that have none of their own; None: they stay.
    """

    collection_id: int
    project_id: int
    type_id: int
    type_name: str
    kind: CollectionKind
    name: str
    description: str | None
    created_at: datetime
    updated_at: datetime
    is_deleted: bool = False
    ttl_s: int | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """Immutable content: `digest` identifies it. `collection_id` is the sequence it was logged to.

    `version_index` counts from 0, without gaps, in the order of commits; None while pending. `ttl_s` None inherits,
    a value ≤ 0 disables.
    """

    version_id: int
    project_id: int
    collection_id: int
    state: VersionState
    version_index: int | None
    digest: str
    size_bytes: int
    file_count: int
    description: str | None
    metadata_json: str | None
    ttl_s: int | None
    client_id: str | None
    sequence_client_id: str | None
    distributed_id: str | None
    history_step: int | None
    run_number: int | None
    user_id: int
    wanted_aliases: tuple[str, ...]
    manifest_blob: str | None
    created_at: datetime
    updated_at: datetime
    collected_at: datetime | None = None
    digest_algorithm: DigestAlgorithm = DigestAlgorithm.MD5


@dataclass(frozen=True, slots=True)
class Membership:
    """A version's place in a collection, with a number of its own there."""

    membership_id: int
    collection_id: int
    version_id: int
    version_index: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Alias:
    """A movable name for one version of a collection."""

    alias_id: int
    collection_id: int
    alias: str
    version_id: int


@dataclass(frozen=True, slots=True)
class Tag:
    """A label of a version or a collection."""

    tag_id: int
    owner_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """One writer's list of files; `md5` is base64 of its bytes, "" before it is known."""

    manifest_id: int
    version_id: int
    name: str
    kind: ManifestKind
    md5: str
    base_version_id: int | None
    blob: str | None


@dataclass(frozen=True, slots=True)
class Content:
    """Stored bytes of a project; `md5` and `xxh128` are hex, the latter "" in rows of older servers. `birth_version_id` is the version that first brought them.

    `used_at` is when a writer last counted on them, noted at intervals. `sha256` is hex, "" where it was not taken.
    `part_bytes` None means that they are in one blob; else `blob` is the folder of parts of that size, the last may be smaller.
    """

    project_id: int
    md5: str
    sha256: str
    size_bytes: int
    birth_version_id: int
    stored_at: datetime
    blob: str
    used_at: datetime
    part_bytes: int | None = None
    xxh128: str = ""


@dataclass(frozen=True, slots=True)
class VersionDetails:
    """A version with what is shown beside it. `aliases` are those of all its collections, each in `collections`."""

    version: Version
    sequence: Collection
    tags: tuple[Tag, ...]
    aliases: tuple[Alias, ...]
    memberships: tuple[Membership, ...]
    collections: dict[int, Collection]

    @property
    def ttl_s(self) -> int | None:
        """Seconds from its creation until the version may be deleted: its own, or its sequence's; None: it stays."""
        ttl_s = self.sequence.ttl_s if self.version.ttl_s is None else self.version.ttl_s
        return ttl_s if ttl_s is not None and ttl_s > 0 else None


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What a writer says about the version it is about to log."""

    type_name: str
    collection_name: str
    digest: str
    description: str | None = None
    metadata_json: str | None = None
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    ttl_s: int | None = None
    history_step: int | None = None
    distributed_id: str | None = None
    client_id: str | None = None
    sequence_client_id: str | None = None
    run_number: int | None = None
    deduplicate: bool = True
    digest_algorithm: DigestAlgorithm = DigestAlgorithm.MD5


@dataclass(frozen=True, slots=True)
class VersionChange:
    """What to change of a version; None leaves a value as it is. `ttl_s` -1 inherits, -2 disables."""

    description: str | None = None
    metadata_json: str | None = None
    ttl_s: int | None = None
    tags_to_add: tuple[str, ...] = ()
    tags_to_delete: tuple[str, ...] = ()
    aliases: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class FileWanted:
    """A file that a version is to have: `md5` hex of its bytes. With `part_md5s`, hex, its writer can send it in parts.

    `xxh128`, hex, when that is what the manifest will name the bytes by.
    """

    name: str
    md5: str
    part_md5s: tuple[str, ...] = ()
    xxh128: str | None = None


@dataclass(frozen=True, slots=True)
class PartSlots:
    """Where to upload the parts of a file, in their order; `stored` are the numbers, from 1, of those that are there already."""

    token: str
    upload_paths: tuple[str, ...]
    stored: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class FileSlot:
    """Where to upload a file: `upload_path` None when its bytes are stored already. `parts`: it may come in parts."""

    wanted: FileWanted
    birth_version_id: int
    upload_path: str | None
    parts: PartSlots | None = None


@dataclass(frozen=True, slots=True)
class EntryFile:
    """A file of a committed version, as its manifest has it. `hex_digest` names its bytes in the project, "" for a reference."""

    name: str
    digest: str
    size_bytes: int
    hex_digest: str
    reference: str | None = None
    extra: dict[str, object] = field(default_factory=dict)


class PromotionKind(StrEnum):
    """What was done in a collection."""

    LINKED = "linked"
    UNLINKED = "unlinked"
    ALIAS_GIVEN = "alias_given"
    ALIAS_TAKEN = "alias_taken"


@dataclass(frozen=True, slots=True)
class Promotion:
    """One thing that was done in a collection. `from_index` is the version that had the alias before, if any."""

    promotion_id: int
    collection_id: int
    version_id: int
    version_index: int
    kind: PromotionKind
    alias: str | None
    from_index: int | None
    user_id: int
    promoted_at: datetime


@dataclass(frozen=True, slots=True)
class Editor:
    """Who changes a collection. Only an admin of its project may touch the aliases that are protected there."""

    user_id: int
    is_admin: bool

    @classmethod
    def of(cls, principal: Principal, project: Project) -> "Editor":
        """The caller, as an editor of the collections of a project."""
        return cls(principal.user_id, project.role_of(principal) is Role.ADMIN)
