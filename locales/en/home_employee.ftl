home-employee-title = Home
