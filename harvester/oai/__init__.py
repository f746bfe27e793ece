"""OAI-PMH 2.0: what is asked, how answers are read and salvaged, and the walk through a repository's lists."""
