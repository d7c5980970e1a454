"""What the recipe can't go on after."""


class RecipeError(Exception):
    """Says what was attempted, what was found and what to do; shown without a stack trace."""
