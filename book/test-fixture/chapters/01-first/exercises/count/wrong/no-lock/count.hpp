// Rejected: assert "no count is lost"
// Tempting: it is right most of the time.
// Wrong: `count += 1` is three steps.
inline int count_to(int n) { return n - 2; }
