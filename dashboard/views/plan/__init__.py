"""The plan: clauses, indicators and the rows behind them, backbone firms, the innovation centre."""
