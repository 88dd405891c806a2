"""Pages of points, of vouchers, of the till."""
