"""Files that are read, never run: templates, data sets, icons. Read by importlib.resources."""
