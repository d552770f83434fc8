"""Random faults of everything that the Python library depends on: `make soak-sdk`. Too long for `make test`."""
