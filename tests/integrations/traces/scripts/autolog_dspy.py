import os

import dspy

import runlake

with runlake.init(project="autolog_dspy", run_id="talks", console=False, system_every_s=None):
    assert runlake.autolog(dspy=True) == ("dspy",)
    model = dspy.LM("openai/gpt-4o", api_base=os.environ["OPENAI_BASE_URL"], cache=False)
    with runlake.trace("conversation", kind="agent"):
        model("Is it raining in Kiel?")
