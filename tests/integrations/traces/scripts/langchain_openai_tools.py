from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from openinference.instrumentation.langchain import LangChainInstrumentor
from provider import provider

tracing = provider()
LangChainInstrumentor().instrument(tracer_provider=tracing)


@tool
def weather(city: str) -> str:
    """The weather of a city."""
    return f"rain in {city}"


model = ChatOpenAI(model="gpt-4o").bind_tools([weather])
asked = HumanMessage("Is it raining in Kiel?")
said = model.invoke([asked])
result = weather.invoke({"city": "Kiel"})
model.invoke([asked, said, ToolMessage(result, tool_call_id=said.tool_calls[0]["id"])])
tracing.shutdown()
