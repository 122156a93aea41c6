#include "workbook/thread_probe.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <future>
#include <semaphore>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

#include "workbook/cpu_time.hpp"
#include "workbook/eventually.hpp"
#include "workbook/unique_fd.hpp"

namespace {

using namespace std::chrono_literals;

struct Started {
  std::promise<pid_t> id;
  std::binary_semaphore end{0};
};

// Whether the thread whose file this is (proc(5)) sleeps at this moment. Waits
// for nothing itself, not for memory either.
bool is_asleep(const char* stat_file) {
  const workbook::UniqueFd file(::open(stat_file, O_RDONLY | O_CLOEXEC));
  std::array<char, 256> text{};
  const ssize_t size = ::read(file.get(), text.data(), text.size());
  const std::string_view stat(text.data(),
                              size > 0 ? static_cast<std::size_t>(size) : 0);
  return stat.find(") S ") != std::string_view::npos;
}

}  // namespace

TEST_CASE("a thread that waits is seen to sleep") {
  Started started;
  std::jthread thread([&] {
    started.id.set_value(workbook::this_thread_id());
    started.end.acquire();
  });
  CHECK(workbook::sleeps(started.id.get_future().get()));
  started.end.release();
}

TEST_CASE("a thread that polls is seen to wake up") {
  Started started;
  std::jthread thread([&] {
    started.id.set_value(workbook::this_thread_id());
    while (!started.end.try_acquire()) std::this_thread::sleep_for(1ms);
  });
  CHECK_FALSE(workbook::sleeps(started.id.get_future().get()));
  started.end.release();
}

TEST_CASE("a thread that never sleeps is seen to be busy") {
  Started started;
  std::atomic<bool> end = false;
  std::jthread thread([&] {
    started.id.set_value(workbook::this_thread_id());
    while (!end) {
    }
  });
  CHECK_FALSE(workbook::sleeps(started.id.get_future().get()));
  end = true;
}

// It waits in the end, but nobody waits so long to see that: a test may use a
// few seconds of CPU time only.
TEST_CASE("a thread that uses a second of CPU time meanwhile is busy") {
  const std::string looker =
      "/proc/self/task/" + std::to_string(workbook::this_thread_id()) + "/stat";
  Started started;
  std::atomic<bool> looks = false;
  std::jthread thread([&] {
    started.id.set_value(workbook::this_thread_id());
    while (!looks || !is_asleep(looker.c_str())) {  // it pauses between looks
    }
    workbook::use_cpu(1.2);
    started.end.acquire();
  });
  const pid_t id = started.id.get_future().get();
  looks = true;
  CHECK_FALSE(workbook::sleeps(id));
  started.end.release();
}

TEST_CASE("a thread that has ended does not sleep") {
  std::promise<pid_t> id;
  std::thread thread([&] { id.set_value(workbook::this_thread_id()); });
  thread.join();
  const pid_t ended = id.get_future().get();
  CHECK(workbook::eventually([&] {
    try {
      workbook::context_switches(ended);
      return false;
    } catch (const std::runtime_error&) {
      return true;
    }
  }));
  CHECK_FALSE(workbook::sleeps(ended));
}

TEST_CASE("context switches of a thread that waits are counted") {
  Started started;
  std::atomic<int> rounds = 0;
  std::jthread thread([&] {
    started.id.set_value(workbook::this_thread_id());
    for (; rounds < 10; ++rounds) std::this_thread::sleep_for(1ms);
    started.end.acquire();
  });
  const pid_t id = started.id.get_future().get();
  CHECK(workbook::eventually([&] { return rounds == 10; }));
  CHECK(workbook::context_switches(id) >= 10);
  started.end.release();
}

TEST_CASE("a probed call that waits sleeps and join returns at its end") {
  std::binary_semaphore end(0);
  bool has_ended = false;
  workbook::ProbedCall call([&] {
    end.acquire();
    has_ended = true;
  });
  CHECK(call.sleeps());
  end.release();
  call.join();
  CHECK(has_ended);
}

TEST_CASE("a probed call that polls does not sleep") {
  std::atomic<bool> end = false;
  const workbook::ProbedCall call([&] {
    while (!end) std::this_thread::sleep_for(1ms);
  });
  CHECK_FALSE(call.sleeps());
  end = true;
}

TEST_CASE("what a probed call throws comes out of join") {
  workbook::ProbedCall call([] { throw std::runtime_error("no luck"); });
  CHECK_THROWS_WITH(call.join(), "no luck");
}

TEST_CASE("a probed call that nobody joins has ended when it is destroyed") {
  std::binary_semaphore end(0);
  bool has_ended = false;
  {
    const workbook::ProbedCall call([&] {
      end.acquire();
      has_ended = true;
    });
    end.release();
  }
  CHECK(has_ended);
}

TEST_CASE("eventually sees what another thread does") {
  std::atomic<bool> done = false;
  std::jthread thread([&] { done = true; });
  CHECK(workbook::eventually([&] { return done.load(); }));
}

TEST_CASE("threads are counted until they have ended") {
  const int before = workbook::thread_count();
  std::binary_semaphore end(0);
  std::thread thread([&] { end.acquire(); });
  CHECK(workbook::thread_count() == before + 1);
  end.release();
  thread.join();
  CHECK(
      workbook::eventually([&] { return workbook::thread_count() == before; }));
}
