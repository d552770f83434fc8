from provider import provider
from pydantic_ai import Agent
from pydantic_ai.models.openai import OpenAIChatModel

tracing = provider()
Agent.instrument_all()
agent = Agent(OpenAIChatModel("gpt-4o"), name="planner", system_prompt="Say what the weather is.")


@agent.tool_plain
def weather(city: str) -> str:
    """The weather of a city."""
    return f"rain in {city}"


agent.run_sync("Is it raining in Kiel?")
tracing.shutdown()
