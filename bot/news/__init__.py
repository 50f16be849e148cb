"""What was said: articles, whom they name, which story they tell, and what of it is true."""
