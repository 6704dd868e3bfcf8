"""The grammar of `.env` files and their live document; knows nothing of Prefect."""
