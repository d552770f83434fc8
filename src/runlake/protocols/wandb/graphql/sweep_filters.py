"""The facts of a sweep that wandb's filters and orders may name. Pure."""

from runlake.products.sweeps import Sweep, SweepState
from runlake.protocols.wandb.graphql.listed_filters import Facts, micros


def facts_of_sweep(sweep: Sweep) -> Facts:
    """A sweep has two names; some clients write its state in capitals, and one of them in two ways."""
    return {
        "name": (sweep.sweep_id, sweep.title),
        "display_name": (sweep.title,),
        "sweep": (sweep.sweep_id,),
        "state": _spellings(sweep.state),
        "user": (sweep.username,),
        "description": (sweep.description,),
        "created_at": (micros(sweep.created_at),),
        "updated_at": (micros(sweep.updated_at),),
    }


def _spellings(state: SweepState) -> tuple[str, ...]:
    words = (state.value, "canceled") if state is SweepState.CANCELLED else (state.value,)
    return tuple(spelling for word in words for spelling in (word, word.upper(), word.capitalize()))
