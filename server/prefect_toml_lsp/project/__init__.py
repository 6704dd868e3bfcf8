"""Which Prefect runs in a folder, and the configuration files below one."""
