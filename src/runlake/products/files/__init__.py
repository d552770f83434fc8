"""Files of runs: bytes under a run and a name, uploaded and read through signed or authenticated addresses."""

from runlake.products.files.file import FilePage, FileQuery, RunFile
from runlake.products.files.names import check_file_name, is_file_name, mimetype_of
from runlake.products.files.paging import cursor_after
from runlake.products.files.product import Files, files_topic
from runlake.products.files.serving import serve_file, serve_stored

__all__ = [
    "FilePage",
    "FileQuery",
    "Files",
    "RunFile",
    "check_file_name",
    "cursor_after",
    "files_topic",
    "is_file_name",
    "mimetype_of",
    "serve_file",
    "serve_stored",
]
