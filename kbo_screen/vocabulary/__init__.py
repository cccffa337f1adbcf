"""The words of the trade: fields, Thai text, dates, places, what people write. Refuses to know a rule."""
