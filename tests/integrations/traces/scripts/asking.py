"""What every script asks: a picture, a tool and its result, and a stream. Each as a program of a user would."""

from openai import OpenAI

PICTURE = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "weather",
            "description": "The weather of a city",
            "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
        },
    }
]


def ask(client: OpenAI) -> None:
    content = [
        {"type": "text", "text": "What is in this picture?"},
        {"type": "image_url", "image_url": {"url": PICTURE}},
    ]
    client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": content}])
    messages = [{"role": "user", "content": "Is it raining in Kiel?"}]
    said = client.chat.completions.create(model="gpt-4o", messages=messages, tools=TOOLS).choices[0].message
    messages += [said.model_dump(exclude_none=True), {"role": "tool", "tool_call_id": "call_1", "content": "rain"}]
    client.chat.completions.create(model="gpt-4o", messages=messages, tools=TOOLS)
    asked = [{"role": "user", "content": "And now in a stream?"}]
    stream = client.chat.completions.create(
        model="gpt-4o", messages=asked, stream=True, stream_options={"include_usage": True}
    )
    for _ in stream:
        pass
