"""An Arrow IPC stream as the body of an answer, made piece by piece."""

import pyarrow as pa

from runlake.model.byte_sink import ByteSink

ARROW = "application/vnd.apache.arrow.stream"


class ArrowEncoder:
    """Gives the bytes of a stream: each call returns what is to be sent next. Compressed with zstd, column by column."""

    def __init__(self, schema: pa.Schema) -> None:
        self._sink = ByteSink()
        options = pa.ipc.IpcWriteOptions(compression="zstd")
        self._writer = pa.ipc.new_stream(pa.PythonFile(self._sink, mode="w"), schema, options=options)

    def batch(self, batch: pa.RecordBatch) -> bytes:
        """Some rows."""
        self._writer.write_batch(batch)
        return self._sink.take()

    def end(self) -> bytes:
        """The mark by which a reader knows that it has everything; of a stream without rows, its columns too."""
        self._writer.close()
        return self._sink.take()
