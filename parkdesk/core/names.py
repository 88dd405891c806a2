"""Names where not everybody may read them whole."""


def veiled(name: str) -> str:
    """The first sign alone, `于**`: what a public notice prints, and what the desk sees before it gives a reason."""
    return f"{name[:1]}**" if name else ""
