"""What the program can be asked for, one function a task: the command line and notebooks call the same ones."""
