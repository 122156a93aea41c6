#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "14-green-threads/endpoint.hpp"
#include "workbook/sections.hpp"

namespace workbook {

struct ResolveArguments {
  std::optional<Endpoint> server;  // nothing: the chapter's own
  std::vector<std::string> names;
  std::chrono::milliseconds limit{1000};
};

inline constexpr const char* resolve_arguments =
    "[--server HOST:PORT [--limit-ms N] NAME...]";

// Throws UsageError that says what would be right.
ResolveArguments parse_resolve_arguments(const Arguments& arguments);

// All names at once, through a DNS server.
void resolve_section(const Arguments& arguments);

}  // namespace workbook
