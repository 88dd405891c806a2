"""The cockpit: what was heard and solved, in figures that each open the list behind them."""
