"""The small controls that all pages are made of, painted with the tokens of `ui.theme`."""
