from asking import ask
from openai import OpenAI

import runlake

with runlake.init(project="runlake_autolog", run_id="talks", console=False, system_every_s=None) as run:
    run.log({"loss": 1}, step=3)
    assert runlake.autolog(openai=True) == ("openai",)
    with runlake.session("talk-1", user="ada"), runlake.trace("conversation", kind="agent"):
        ask(OpenAI())
