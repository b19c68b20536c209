"""Where x and y come from. Imports no other room of the house."""
