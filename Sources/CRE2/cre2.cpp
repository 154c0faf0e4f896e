#include "cre2.h"

#include <re2/re2.h>

#include <new>

void *cre2_compile(const char *pattern, size_t length) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(8 << 20);
  RE2 *compiled = new (std::nothrow) RE2(re2::StringPiece(pattern, length), options);
  if (compiled && !compiled->ok()) {
    delete compiled;
    return nullptr;
  }
  return compiled;
}

void cre2_free(void *pattern) { delete static_cast<RE2 *>(pattern); }

int cre2_matches(const void *pattern, const char *text, size_t length) {
  return RE2::PartialMatch(re2::StringPiece(text, length), *static_cast<const RE2 *>(pattern)) ? 1 : 0;
}
