"""The letter decided a second time, by formulas in a spreadsheet: made from the letter file and the values as read.

It shares no rule with `screening`, and reads of its result only what it is compared with.
"""
