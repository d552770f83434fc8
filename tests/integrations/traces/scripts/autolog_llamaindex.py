from llama_index.core.llms import ChatMessage, MockLLM

import runlake

with runlake.init(project="autolog_llamaindex", run_id="talks", console=False, system_every_s=None):
    assert runlake.autolog(llamaindex=True) == ("llamaindex",)
    with runlake.trace("conversation", kind="agent"):
        MockLLM().chat([ChatMessage(role="user", content="Is it raining in Kiel?")])
