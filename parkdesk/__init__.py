"""parkdesk: the service desk of a science park's governance council."""
