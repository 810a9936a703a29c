"""Pictures drawn again: the same picture, nothing of the camera, the place or the editor."""

from __future__ import annotations

import io
import warnings
from typing import Final

from PIL import Image, ImageOps

from coordinator.core.errors import BadInput

_MOST_PIXELS: Final = 50_000_000
_FORMATS: Final = ("JPEG", "PNG")


def _refuse_huge(picture: Image.Image) -> None:
    if picture.width * picture.height > _MOST_PIXELS:
        raise BadInput("upload-unpacks-too-large")


def cleaned_picture(content: bytes) -> bytes:
    """The picture upright and in its own format, without EXIF, XMP, comments or what stood behind.

    Raises:
        BadInput: it cannot be read, or has more than 50 million pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
                _refuse_huge(picture)
                kind = str(picture.format)
                upright = ImageOps.exif_transpose(picture)
                upright.load()
    except BadInput:
        raise
    except Image.DecompressionBombError as error:
        raise BadInput("upload-unpacks-too-large") from error
    except Exception as error:  # whatever a damaged picture raises: it cannot be kept
        raise BadInput("upload-damaged") from error
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    if upright.mode == "P" and (palette := upright.getpalette()):
        bare.putpalette(palette)
        if "transparency" in upright.info:
            bare.info["transparency"] = upright.info["transparency"]
    target = io.BytesIO()
    if kind == "JPEG":
        bare.save(target, "JPEG", quality=92)
    else:
        bare.save(target, "PNG", optimize=True)
    return target.getvalue()
