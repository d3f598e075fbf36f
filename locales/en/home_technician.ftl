home-technician-title = Home
