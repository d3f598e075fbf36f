home-referent-title = Home
