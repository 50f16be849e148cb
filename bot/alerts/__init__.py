"""What happened: alerts, from the edge that made them to the end of their life."""
