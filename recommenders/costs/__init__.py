"""What the services cost a month: prices, break-even points, estimates from stated inputs."""
