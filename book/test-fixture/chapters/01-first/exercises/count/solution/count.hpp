// Counts.
inline int count_to(int n) { return n; }
