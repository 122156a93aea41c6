// Rejected: assert "not written"
