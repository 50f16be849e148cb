"""What Prebell costs, measured beside what else could do the same in the same minute.

`make bench-rules` runs `rules`: how the rules that a quote may turn are found. The whole engine,
from a quote's text to an alert, belongs beside it in `engine`.
"""
