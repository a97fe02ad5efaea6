"""One module a publication: a file as published becomes rows with their cell of origin."""
