"""Who calls: users, keys, sessions, teams, projects and their members."""
