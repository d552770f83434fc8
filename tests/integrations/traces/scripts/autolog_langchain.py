from langchain_core.prompts import ChatPromptTemplate
from langchain_openai import ChatOpenAI

import runlake

with runlake.init(project="autolog_langchain", run_id="talks", console=False, system_every_s=None):
    assert runlake.autolog(langchain=True) == ("langchain",)
    chain = ChatPromptTemplate.from_template("Is it raining in {city}?") | ChatOpenAI(model="gpt-4o")
    with runlake.trace("conversation", kind="agent"):
        chain.invoke({"city": "Kiel"})
