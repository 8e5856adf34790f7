"""The pages that take the popover's place for a while: picker, editor, sign-in, settings."""
