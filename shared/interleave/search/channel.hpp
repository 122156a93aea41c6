#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "interleave/engine/step.hpp"
#include "interleave/interleave.hpp"
#include "interleave/search/search.hpp"

namespace workbook::interleave {

constexpr std::size_t most_deviations = 20'000;
constexpr std::size_t most_racy = 4'096;

// Memory that parent and child share: what the child found, readable even if
// the child dies.
struct Shared {
  bool done;
  Outcome outcome;
  bool complete;
  int preemptions;
  Assumptions assumptions;
  std::size_t schedules;
  std::size_t race[2];
  std::size_t deviations;
  std::size_t racy;
  std::size_t steps;
  std::size_t step_bytes;
  std::array<char, 4096> message;
  std::array<Deviation, most_deviations> deviation;
  std::array<std::uint64_t, most_racy> racy_pc;
  char trace[1];
};

class Channel {
 public:
  Channel();
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  Shared& operator*() const { return *shared_; }
  Shared* operator->() const { return shared_; }

 private:
  Shared* shared_;
};

void set_message(Shared& shared, std::string_view text);
void set_racy(Shared& shared, const std::vector<std::uint64_t>& racy);
void set_trace(Shared& shared, const std::vector<Step>& trace);
std::vector<Step> get_trace(const Shared& shared);

}  // namespace workbook::interleave
