"""The forms of councils: they clean input; their field names are the arguments of steps and use cases."""
