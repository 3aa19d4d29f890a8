"""Pages of the public web, fetched without harm to this machine, its network or the sites."""
