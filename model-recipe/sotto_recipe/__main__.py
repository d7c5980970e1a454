"""Runs the recipe: ``python -m sotto_recipe``."""

from sotto_recipe.cli import main

raise SystemExit(main())
