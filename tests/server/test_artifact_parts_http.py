"""Files in parts over HTTP: each address takes one part and nothing else, and the whole is read back in ranges."""

import hashlib
from base64 import b64encode

import httpx
import pytest

from tests.server.artifact_parts import PartedFile, open_parts
from tests.server.process import ServerProcess
from tests.server.requests import graphql

BODY = bytes(range(251)) * 1500
PART_BYTES = 100_000
READ = "query R($id: ID!) { artifact(id: $id) { files { edges { node { directUrl sizeBytes } } } } }"


@pytest.fixture(scope="module")
def sent(server: ServerProcess) -> PartedFile:
    """A committed file of four parts."""
    with server.client() as client:
        file = open_parts(client, "parts", "large", BODY, PART_BYTES)
        file.send(4, 1, 3)
        assert httpx.put(file.urls[1], content=file.part(1), trust_env=False).status_code == 400
        file.send(2, 2)
        assert [file.complete(client) for _ in range(2)] == [b64encode(hashlib.md5(BODY).digest()).decode()] * 2
        file.commit(client, "parts")
    return file


def test_the_whole_is_read_back(server: ServerProcess, sent: PartedFile) -> None:
    assert sent.etags[1].strip('"') == hashlib.md5(sent.part(1)).hexdigest()
    with server.client() as client, httpx.Client(trust_env=False) as anonymous:
        (edge,) = graphql(client, READ, id=sent.version_id)["artifact"]["files"]["edges"]
        url = edge["node"]["directUrl"]
        assert edge["node"]["sizeBytes"] == len(BODY)
        assert anonymous.get(url).content == BODY
        ranged = anonymous.get(url, headers={"Range": "bytes=99999-300000"})
        assert (ranged.status_code, ranged.content) == (206, BODY[99_999:300_001])


def test_an_address_takes_one_part_of_one_upload(server: ServerProcess, sent: PartedFile) -> None:
    with server.client() as client, httpx.Client(trust_env=False) as anonymous:
        other = open_parts(client, "parts", "other", BODY[1:], PART_BYTES)
        first, second = other.urls[:2]
        query = first.partition("?")[2]
        tried = {
            "unsigned": first.partition("?")[0],
            "another part": f"{second.partition('?')[0]}?{query}",
            "another upload": f"{sent.urls[0].partition('?')[0]}?{query}",
        }
        answers = {name: anonymous.put(url, content=other.part(1)).status_code for name, url in tried.items()}
        assert answers == dict.fromkeys(tried, 403)
        assert anonymous.get(first).status_code in (403, 404, 405)
        assert anonymous.put(first, content=BODY).status_code in (400, 413), "a part is not larger than announced"
        assert anonymous.put(sent.urls[0], content=sent.part(1)).status_code == 404, "what is complete stays"
        other.complete(client, "Abort")
        assert anonymous.put(first, content=other.part(1)).status_code == 404
