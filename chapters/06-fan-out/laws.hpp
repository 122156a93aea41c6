#pragma once

namespace workbook {

// #region laws
// Amdahl's law: how many times as fast a program gets when the share `overlaps`
// (0 to 1) of its time is divided among `at_once`, and the rest is not.
inline double amdahl(double overlaps, double at_once) {
  return 1 / ((1 - overlaps) + overlaps / at_once);
}

// Little's law: items in progress = rate * seconds that each is in progress.
inline double little_in_progress(double rate, double seconds_each) {
  return rate * seconds_each;
}
inline double little_rate(double in_progress, double seconds_each) {
  return in_progress / seconds_each;
}
// #endregion laws

}  // namespace workbook
