"""What Prebell costs, measured beside what else could do the same in the same minute.

`make bench-rules` runs `rules`, which runs the parts: the index of levels alone, the whole engine
from a quote's text to an alert, compound rules, windows, sectors, and loading.
"""
