"""Write the fonts of the web app as WOFF: Source Sans cut down to the letters in use. Usage: fonts.py FOLDER."""

from __future__ import annotations

import sys
from pathlib import Path

from local_response.publish.fonts import WEIGHTS, font_folder, woff


def main(folder: Path) -> None:
    """Write one file a weight into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for style in WEIGHTS:
        (folder / f"{style}.woff").write_bytes(woff((font_folder() / f"SourceSansPro-{style}.ttf").read_bytes(), style))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
