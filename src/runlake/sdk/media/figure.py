"""`Figure`: what a plotting library has drawn."""

import io
from typing import Any

from runlake.errors import UsageError
from runlake.sdk.media.stored import FileMedia, dumped, file_of, told_by_log
from runlake.sdk.values import MediaFile, plain


class Figure(FileMedia):
    """A figure of Matplotlib, kept as a picture, or of Plotly, which stays alive: it can be zoomed and hovered over.

    Args:
        figure: of Matplotlib a figure, axes, or `matplotlib.pyplot` (its current figure); of Plotly a figure, or a
            mapping with `data` and `layout`.
        caption: shown below it.
        dpi: of a picture: dots per inch; 30 to 1200.

    When it is none of these, `problem` says so, and `log` warns and leaves it out.
    """

    @told_by_log
    def __init__(self, figure: Any, *, caption: str | None = None, dpi: int = 120) -> None:
        try:
            if is_plotly(figure):
                self.kind = "plotly-file"
                super().__init__(_plotly(figure), caption)
            else:
                self.kind = "image-file"
                super().__init__(*_picture(figure, caption, dpi))
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise UsageError(f"no figure can be made of {figure!r:.100}: {error}") from None


def is_plotly(figure: Any) -> bool:
    """True for a figure of Plotly, or the mapping that it is written as."""
    return hasattr(figure, "to_plotly_json") or (isinstance(figure, dict) and "data" in figure)


def is_matplotlib(figure: Any) -> bool:
    """True for a figure of Matplotlib."""
    return type(figure).__module__.startswith("matplotlib.") and hasattr(figure, "savefig")


def _plotly(figure: Any) -> MediaFile:
    """Plotly writes its figures itself: it knows what its arrays and times become."""
    if hasattr(figure, "to_json"):
        return file_of("plotly", "plotly.json", figure.to_json().encode())
    return file_of("plotly", "plotly.json", dumped(plain(figure)))


def _picture(figure: Any, caption: str | None, dpi: int) -> tuple[MediaFile, str | None, dict[str, Any]]:
    if hasattr(figure, "gcf"):  # matplotlib.pyplot
        figure = figure.gcf()
    elif hasattr(figure, "get_figure"):  # axes, or a figure
        figure = figure.get_figure() or figure
    if not hasattr(figure, "savefig") or not 30 <= dpi <= 1200:
        raise TypeError(f"a figure of Matplotlib or Plotly is needed, and dpi of 30 to 1200, not {dpi!r}")
    written = io.BytesIO()
    figure.savefig(written, format="png", dpi=dpi, bbox_inches="tight")
    content = written.getvalue()
    width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))  # of the PNG's first chunk
    return file_of("images", "png", content), caption, {"format": "png", "width": width, "height": height}
