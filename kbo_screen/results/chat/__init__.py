"""Results in a few lines to paste into a chat, without names of people."""
