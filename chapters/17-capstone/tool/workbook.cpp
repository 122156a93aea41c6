// The learner's part of ./workbook, which builds this program and hands over.

#include "17-capstone/commands.hpp"

int main(int argc, char** argv) { return workbook::run_tool(argc, argv); }
