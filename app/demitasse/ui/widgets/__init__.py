"""Controls that know no page, painted with the tokens of `ui.widgets.theme`."""
