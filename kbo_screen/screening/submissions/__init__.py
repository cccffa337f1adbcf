"""What districts send back: the form's stamp, the checks of a submission, and all of them together.

Refuses to know files and how a result is shown.
"""
