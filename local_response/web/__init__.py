"""The web app: the pages of a commissioner's office over the same functions as the command line."""
