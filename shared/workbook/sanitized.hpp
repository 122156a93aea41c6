#pragma once

namespace workbook {

// Whether this was built with AddressSanitizer or ThreadSanitizer, which need
// far more address space than the program that they watch.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;  // g++
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool sanitized = true;  // clang
#else
constexpr bool sanitized = false;
#endif
#else
constexpr bool sanitized = false;
#endif

// How often a program measures the same thing: `usual` times, but once where
// most of what it measures is the sanitizer.
constexpr int times_measured(int usual) { return sanitized ? 1 : usual; }

}  // namespace workbook
