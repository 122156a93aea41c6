#include <vector>

int main() {
  // #region loop
  for (Child& child : children) {
    // #region one
    child.wait();  // blocks
    // #endregion one
  }

  // #endregion loop
}
