"""What the server prints when it is up: where it is, and what to paste."""

from rich.console import Console

from runlake.products.identity import FirstStart
from runlake.settings import Settings


def print_banner(settings: Settings, port: int, first_start: FirstStart | None) -> None:
    """Print the address; on the first start also the login link and the two lines for wandb users."""
    console = Console(highlight=False, soft_wrap=True)
    url = settings.public_url or f"http://{_shown(settings.host)}:{port}"
    console.print(
        f"[bold]Runlake[/bold] is ready at [bold cyan]{url}[/bold cyan]   (data in {settings.data_dir.absolute()})"
    )
    if first_start is None:
        return
    if first_start.login_token is not None:
        console.print(f"\nLog in once with this link:\n  [cyan]{url}/login?token={first_start.login_token}[/cyan]")
    if first_start.api_key is not None:
        console.print("\nTo send wandb runs here, paste:")
        console.print(f"  export WANDB_BASE_URL={url}\n  export WANDB_API_KEY={first_start.api_key}\n")


def _shown(host: str) -> str:
    if host in ("127.0.0.1", "0.0.0.0", "::", "::1"):  # noqa: S104 - compared, not bound
        return "localhost"
    return f"[{host}]" if ":" in host else host
