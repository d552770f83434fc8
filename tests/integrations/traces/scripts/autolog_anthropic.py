from anthropic import Anthropic

import runlake

with runlake.init(project="autolog_anthropic", run_id="talks", console=False, system_every_s=None):
    assert runlake.autolog(anthropic=True) == ("anthropic",)
    asked = [{"role": "user", "content": "Is it raining in Kiel?"}]
    with runlake.trace("conversation", kind="agent"):
        Anthropic().messages.create(model="claude-sonnet-4-5", max_tokens=99, messages=asked)
        with Anthropic().messages.stream(model="claude-sonnet-4-5", max_tokens=99, messages=asked) as stream:
            for _ in stream:
                pass
