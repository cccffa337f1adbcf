"""How data comes in. Refuses to know any rule and any output."""
