#include "15-process-pools/process_pool.hpp"
#include "workbook/sections.hpp"
#include "workbook/stopwatch.hpp"
using namespace workbook;
long twice(long n) { return 2 * n; }
int main(int argc, char** argv) {
  Functions f;
  f.add("twice", twice);
  if (auto s = serve_if_worker(argc, argv, f)) return *s;
  return run_sections(argc, argv, {{"try", "[n]", "x", [&](const Arguments& a) {
                                      long n = std::stol(a[0]);
                                      size_t w = std::stoul(a[1]);
                                      std::vector<long> in(n);
                                      for (long i = 0; i < n; ++i) in[i] = i;
                                      ProcessPool pool(w, f);
                                      pool.map(twice, in);
                                      Stopwatch s;
                                      auto r = pool.map(twice, in);
                                      double t = s.seconds();
                                      for (long i = 0; i < n; ++i)
                                        if (r[i] != 2 * i)
                                          throw std::runtime_error("bad");
                                      fmt::print("{:.2f} us\n", t / n * 1e6);
                                    }}});
}
