from agents import Agent, OpenAIChatCompletionsModel, Runner, function_tool
from openai import AsyncOpenAI
from openinference.instrumentation.openai_agents import OpenAIAgentsInstrumentor
from provider import provider

tracing = provider()
OpenAIAgentsInstrumentor().instrument(tracer_provider=tracing)


@function_tool
def weather(city: str) -> str:
    """The weather of a city."""
    return f"rain in {city}"


model = OpenAIChatCompletionsModel(model="gpt-4o", openai_client=AsyncOpenAI())
agent = Agent(name="planner", instructions="Say what the weather is.", tools=[weather], model=model)
Runner.run_sync(agent, "Is it raining in Kiel?")
tracing.shutdown()
