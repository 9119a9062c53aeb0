"""Questions with known answers: asked, counted, compared, held to floors."""
