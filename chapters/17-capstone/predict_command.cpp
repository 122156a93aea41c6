#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

#include "17-capstone/commands.hpp"
#include "17-capstone/predictions.hpp"
#include "17-capstone/terminal.hpp"

namespace workbook {

// `./workbook run` calls this before a section runs, and after it. Off a
// terminal, and where there is no question or it was answered, it is silent.
int predict_command(Context& context, const std::string& chapter,
                    const std::string& section, bool after) {
  const auto prediction =
      find_prediction(context.places.root, chapter, section);
  if (!prediction || !has_terminal()) return 0;
  const auto known = context.progress.prediction(prediction->id);
  if (after) {
    if (!known) return 0;
    fmt::print("\n");
    print(prediction->told(known->answer));
    return 0;
  }
  if (known) return 0;
  print(prediction->asked());
  fmt::print("\nA number, or Enter to skip it: ");
  flush_output();
  std::string typed;
  std::getline(std::cin, typed);
  const int choice = typed.size() == 1 ? typed[0] - '0' : 0;
  if (choice >= 1 && choice <= static_cast<int>(prediction->choices.size())) {
    context.save([&](Progress& progress) {
      progress.add_prediction(prediction->id,
                              {choice, choice == prediction->answer});
    });
  }
  fmt::print("\n");
  return 0;
}

}  // namespace workbook
