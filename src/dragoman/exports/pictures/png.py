"""SVG to PNG without a browser, with letters of its own, so that the same picture has the same pixels on every machine."""

from contextlib import ExitStack
from importlib import resources

from .drawing import dark_style

SCALE = 2.0  # pixels a unit: sharp on the screens and in the documents of today


def to_png(svg: str, *, scale: float = SCALE, dark: bool = False) -> bytes:
    """The bytes of a PNG of a picture's SVG, in the colours for print or for dark screens."""
    import resvg_py

    coloured = svg.replace("</style>", f"{dark_style()}</style>", 1) if dark else svg
    with ExitStack() as open_files:
        folder = resources.files(__package__) / "fonts"
        names = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSansMath-Regular.ttf")
        fonts = [str(open_files.enter_context(resources.as_file(folder / name))) for name in names]
        drawn: bytes = resvg_py.svg_to_bytes(
            svg_string=coloured,
            zoom=scale,
            skip_system_fonts=True,
            font_files=fonts,
            sans_serif_family="Noto Sans",
        )
        return bytes(drawn)
