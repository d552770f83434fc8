"""Values to look at. What they are made of is encoded when they are made: what happens to it later changes nothing.

They are stored as the wandb client's are, so that one page shows both. Source: the wandb client 0.28.2, `sdk/data_types`.
"""

from runlake.sdk.media.audio import Audio
from runlake.sdk.media.figure import Figure
from runlake.sdk.media.histogram import Histogram
from runlake.sdk.media.image import Image
from runlake.sdk.media.object3d import Object3D
from runlake.sdk.media.table import Table
from runlake.sdk.media.text import Html, Text
from runlake.sdk.media.video import Video

__all__ = ["Audio", "Figure", "Histogram", "Html", "Image", "Object3D", "Table", "Text", "Video"]
