"""The command line: read the request, call one function, show the result."""
