#pragma once

#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>

#include "15-process-pools/reader.hpp"

namespace workbook {

// What workers may be asked to do. A function cannot be sent to another
// process, its name can: both processes are the same program and make the same
// list.
//
//   Functions functions;
//   functions.add("gcd", gcd);
class Functions {
 public:
  using Address = void (*)();
  using Call = std::function<void(Reader&, Writer&)>;

  // Throws std::invalid_argument when the name is taken.
  template <typename Result, typename Argument>
  void add(const std::string& name, Result (*function)(Argument));

  // The name that a function was added with. Throws std::invalid_argument when
  // it was not.
  template <typename Result, typename Argument>
  const std::string& name_of(Result (*function)(Argument)) const;

  // Reads an argument, calls the function and writes what it returned. Throws
  // std::invalid_argument when there is none of this name.
  const Call& find(const std::string& name) const;

 private:
  struct Entry {
    Address address;
    Call call;
  };
  std::map<std::string, Entry> entries_;
};

// #region add
template <typename Result, typename Argument>
void Functions::add(const std::string& name, Result (*function)(Argument)) {
  const auto call = [function](Reader& arguments, Writer& results) {
    results.write(function(arguments.read<std::remove_cvref_t<Argument>>()));
  };
  const auto address = reinterpret_cast<Address>(function);
  if (!entries_.emplace(name, Entry{address, call}).second)
    throw std::invalid_argument("there are two functions named " + name);
}
// #endregion add

template <typename Result, typename Argument>
const std::string& Functions::name_of(Result (*function)(Argument)) const {
  const auto address = reinterpret_cast<Address>(function);
  for (const auto& [name, entry] : entries_) {
    if (entry.address == address) return name;
  }
  throw std::invalid_argument("the workers do not know this function");
}

inline const Functions::Call& Functions::find(const std::string& name) const {
  const auto entry = entries_.find(name);
  if (entry == entries_.end())
    throw std::invalid_argument("the workers know no function " + name);
  return entry->second.call;
}

}  // namespace workbook
