call prefect_toml#Define('sh')
