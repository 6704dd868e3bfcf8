call prefect_toml#Define('toml')
