"""What the server prints when it is up: where it is, and what to paste."""

import sys

from runlake.products.identity import FirstStart
from runlake.settings import Settings


def print_banner(settings: Settings, port: int, first_start: FirstStart | None) -> None:
    """Print the address; on the first start also the login link and the two lines for wandb users."""
    url = settings.public_url or f"http://{_shown(settings.host)}:{port}"
    print(f"{_bold('Runlake')} is ready at {_bold(url)}   (data in {settings.data_dir.absolute()})")
    if first_start is not None:
        _print_first_start(url, first_start)
    sys.stdout.flush()


def _print_first_start(url: str, first_start: FirstStart) -> None:
    if first_start.login_token is not None:
        print(f"\nLog in once with this link:\n  {url}/login?token={first_start.login_token}")
    if first_start.api_key is not None:
        print("\nTo send wandb runs here, paste:")
        print(f"  export WANDB_BASE_URL={url}\n  export WANDB_API_KEY={first_start.api_key}\n")


def _bold(text: str) -> str:
    return f"\x1b[1m{text}\x1b[0m" if sys.stdout.isatty() else text


def _shown(host: str) -> str:
    if host in ("127.0.0.1", "0.0.0.0", "::", "::1"):  # noqa: S104 - compared, not bound
        return "localhost"
    return f"[{host}]" if ":" in host else host
