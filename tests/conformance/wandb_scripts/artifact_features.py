"""What the other script of artifacts leaves out: drafts, incremental and distributed versions, references, parts of downloads,
times to live, edits, models, deletion."""

import http.server
import json
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

import wandb
from wandb.sdk.artifacts.artifact_manifest_entry import ArtifactManifestEntry

project = sys.argv[1]
QUIET = wandb.Settings(console="off")
is_new = int(wandb.__version__.split(".")[1]) >= 29


def write(name: str, text: str) -> str:
    path = Path("features") / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return str(path)


def part(number: int) -> wandb.Artifact:
    made = wandb.Artifact("shared", "dataset")
    made.add_file(write(f"part-{number}.txt", f"part {number}"))
    return made


if len(sys.argv) > 2:  # another process of the distributed version
    with wandb.init(project=project, group="together", settings=QUIET) as run:
        run.upsert_artifact(part(2), distributed_id="together")
    sys.exit()


class OnePage(http.server.BaseHTTPRequestHandler):
    """A file on the web, whose entity tag the client takes for its digest."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("ETag", '"page-1"')
        self.send_header("Content-Length", "7")
        self.end_headers()
        self.wfile.write(b"on line")

    def log_message(self, format: str, *args: object) -> None: ...


web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), OnePage)
threading.Thread(target=web.serve_forever, daemon=True).start()
result: dict[str, object] = {}

base = wandb.Artifact("draft", "dataset", metadata={"rows": 1})
for name in ("keep.txt", "sub/one.txt", "sub/two.txt", "other/three.txt"):
    base.add_file(write(name, name), name=name)
references = wandb.Artifact("references", "dataset")
references.add_reference(f"http://127.0.0.1:{web.server_port}/page.txt", name="page")
references.add_reference(Path(write("local.txt", "local")).absolute().as_uri(), name="local")
for kind in ("s3", "gs"):  # what `add_reference(…, checksum=False)` makes, without the libraries that it insists on
    address = f"{kind}://bucket/key/of/file"
    references.manifest.add_entry(ArtifactManifestEntry(path=kind, digest=address, ref=address))
short = wandb.Artifact("short", "dataset")
short.add_file(write("short.txt", "short"))
short.ttl = timedelta(days=3)

with wandb.init(project=project, id="features", group="together", settings=QUIET) as run:
    run.log_artifact(base, tags=["raw"]).wait()
    run.log_artifact(references).wait()
    run.log_artifact(short, aliases=["latest", "first"]).wait()
    more = wandb.Artifact("draft", "dataset", incremental=True)
    more.add_file(write("more.txt", "more"))
    run.log_artifact(more).wait()
    if is_new:
        fast = wandb.Artifact("fast", "dataset", digest_algorithm="XXH128")
        fast.add_file(write("fast.txt", "fast"))
        fast.add_file(write("sub/one.txt", "sub/one.txt"), name="again.txt")  # whose MD5 is known already
        for _ in range(2):
            run.log_artifact(fast).wait()
    run.upsert_artifact(part(1), distributed_id="together")
    subprocess.run([sys.executable, __file__, project, "part"], check=True, capture_output=True)
    run.finish_artifact(part(3), distributed_id="together").wait()
    model = run.log_model(write("model.bin", "weights"), name="net", aliases=["best"]) or None
    run.log({"done": 1})

with wandb.init(project=project, settings=QUIET) as run:
    result["model"] = Path(run.use_model("net:best")).read_text()
    run.link_model(write("model.bin", "weights"), registered_model_name="shelf-of-nets", name="net")
    draft = run.use_artifact("draft:latest").new_draft()
    draft.remove("keep.txt")
    draft.add_file(write("drafted.txt", "drafted"))
    run.log_artifact(draft).wait()

api = wandb.Api()
versions = [api.artifact(f"{project}/draft:v{number}") for number in range(3)]
result["incremental"] = sorted(versions[1].manifest.entries)
result["drafted"] = sorted(versions[2].manifest.entries)
result["distributed"] = sorted(api.artifact(f"{project}/shared:latest").manifest.entries)
result["linked_model"] = api.artifact("model-registry/shelf-of-nets:latest", type="model").name
if is_new:
    fast = api.artifact(f"{project}/fast:latest")
    folder = Path(fast.download(root="fast-down", skip_cache=True))
    fast.verify(root="fast-down")
    result["fast"] = {
        "algorithm": fast.digest_algorithm.name,
        "digest": fast.digest == fast.manifest.digest(),
        "version": fast.version,
        "texts": [(folder / name).read_text() for name in ("fast.txt", "again.txt")],
        "by_url": urlopen(next(iter(fast.files(names=["fast.txt"]))).direct_url, timeout=20).read().decode(),
    }

some = Path(versions[0].download(root="some", path_prefix="sub/", skip_cache=True))
result["prefix"] = sorted(path.relative_to(some).as_posix() for path in some.rglob("*.txt"))
result["entry"] = Path(versions[0].get_entry("other/three.txt").download(root="entry")).read_text()
result["cached"] = Path(versions[0].get_entry("other/three.txt").download(root="entry-again")).read_text()
files = {file.name: file for file in versions[0].files()}
result["files"] = sorted(files)
result["by_url"] = urlopen(files["keep.txt"].direct_url, timeout=20).read().decode()
result["named"] = [file.name for file in versions[0].files(names=["keep.txt"])]

tracked = api.artifact(f"{project}/references:v0")
result["references"] = {name: entry.ref.partition(":")[0] for name, entry in tracked.manifest.entries.items()}
got = {name: Path(tracked.get_entry(name).download(root="refs")).read_text() for name in ("page", "local")}
result["fetched"] = got
result["size"] = tracked.size

edited = api.artifact(f"{project}/short:v0")
result["ttl"] = edited.ttl.days
edited.ttl = wandb.ArtifactTTL.INHERIT
edited.metadata["rows"] = 9
edited.tags = ["kept", "clean"]
edited.aliases = ["latest", "second"]
edited.save()
again = api.artifact(f"{project}/short:second")
result["edited"] = [again.ttl, again.metadata, sorted(again.tags), sorted(again.aliases)]
try:
    again.delete()
    result["refused"] = False
except Exception:
    result["refused"] = True
again.delete(delete_aliases=True)
try:
    api.artifact(f"{project}/short:v0")
    result["deleted"] = False
except wandb.errors.CommError:
    result["deleted"] = True
api.artifact_collection("dataset", f"{project}/short").delete()  # an empty one ends `wandb artifact ls` of 0.19
print("RESULT " + json.dumps(result))
