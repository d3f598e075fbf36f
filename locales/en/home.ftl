home-nowhere-title = Welcome
home-nowhere = No organisation is linked to you today. Write to the coordinator of your group.
