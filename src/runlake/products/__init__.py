"""The products: a folder per thing a user can name. None imports another."""
