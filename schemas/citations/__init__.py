"""Records as citations: by styles of the Citation Style Language or plainly; formatted text that runs nowhere."""
