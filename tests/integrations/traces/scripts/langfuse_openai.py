import os

from asking import ask
from langfuse import Langfuse, observe, propagate_attributes
from langfuse.openai import OpenAI

langfuse = Langfuse(public_key="pk", secret_key=os.environ["RUNLAKE_KEY"], host=os.environ["RUNLAKE_URL"])


@observe(as_type="agent")
def planner() -> str:
    with propagate_attributes(session_id="talk-1", user_id="ada"):
        ask(OpenAI())
    return "done"


planner()
langfuse.shutdown()
