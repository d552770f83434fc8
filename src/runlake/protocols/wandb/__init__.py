"""The wandb client's protocol: GraphQL, file stream and uploads. See COMPAT.md."""
