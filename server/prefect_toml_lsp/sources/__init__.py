"""What Prefect reads in a folder: who sets which setting, and which of them wins."""
