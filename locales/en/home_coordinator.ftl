home-coordinator-title = Home
