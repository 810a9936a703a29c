"""Documents to keep and print: one look, made by Typst; text is data, never markup."""
