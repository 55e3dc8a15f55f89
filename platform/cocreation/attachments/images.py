"""Images are drawn anew: what was hidden in them, where and with what they were taken, does not come along."""

from __future__ import annotations

import struct
import warnings
from io import BytesIO

from PIL import Image, ImageOps

from cocreation.attachments.refusals import DAMAGED, TOO_MANY_PIXELS, BadFile

FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
MOST_PIXELS = 50_000_000
# No page shows more, and a photograph of a phone stays readable.
LONGEST_SIDE = 2_400
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError, KeyError, TypeError, ZeroDivisionError)

# The library's own guard, for whoever opens an image without looking at its size first.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def drawn_anew(content: bytes, media_type: str) -> bytes:
    """The first picture of an image file, at most 2,400 points a side, upright and without anything beside it.

    Args:
        media_type: a key of FORMATS; a file of another format is refused, whatever it is called.

    Raises:
        BadFile: damaged, or more than 50 million points.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            with Image.open(BytesIO(content), formats=[FORMATS[media_type]]) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise BadFile(TOO_MANY_PIXELS)
                return _written(_upright(image), media_type)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
            raise BadFile(TOO_MANY_PIXELS) from error
        except (*_BROKEN, Warning) as error:
            raise BadFile(DAMAGED) from error


def _upright(image: Image.Image) -> Image.Image:
    if image.format == "JPEG":
        # A large photograph is read at a fraction of its size, which spares memory.
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    found = ImageOps.exif_transpose(image)
    see_through = image.format != "JPEG" and ("A" in found.getbands() or "transparency" in found.info)
    found = found.convert("RGBA" if see_through else "RGB")
    found.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return found


def _written(image: Image.Image, media_type: str) -> bytes:
    # A new image has no comments, profiles or marks of a camera; only its points are carried over.
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    out = BytesIO()
    options = {} if media_type == "image/png" else {"quality": 88}
    bare.save(out, FORMATS[media_type], **options)
    return out.getvalue()
