"""The sources that Prefect reads in a folder: which one sets a setting, and which one wins."""
