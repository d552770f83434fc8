"""A tiny random language model, trained by the Trainer of Hugging Face, which finds Runlake by its name."""

import os

os.environ["RUNLAKE_RUN_ID"] = "native_transformers"

from transformers import GPT2Config, GPT2LMHeadModel, Trainer, TrainingArguments

import runlake.integrations.transformers  # noqa: F401 - makes the name known

model = GPT2LMHeadModel(
    GPT2Config(vocab_size=32, n_positions=16, n_embd=16, n_layer=1, n_head=2, bos_token_id=0, eos_token_id=0)
)
rows = [{"input_ids": [(start + n) % 32 for n in range(16)]} for start in range(64)]
for row in rows:
    row["labels"] = row["input_ids"]
arguments = TrainingArguments(
    "checkpoints",
    run_name="tiny-gpt",
    report_to="runlake",
    max_steps=12,
    per_device_train_batch_size=8,
    logging_steps=2,
    eval_strategy="steps",
    eval_steps=6,
    save_strategy="no",
    learning_rate=0.01,
    use_cpu=True,
)
Trainer(model, arguments, train_dataset=rows, eval_dataset=rows[:16]).train()
