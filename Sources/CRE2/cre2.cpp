#include "cre2.h"

#include <re2/re2.h>

#include <new>
#include <vector>

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

int cre2_size(const void *pattern) { return static_cast<const RE2 *>(pattern)->ProgramSize(); }

int cre2_groups(const void *pattern) { return static_cast<const RE2 *>(pattern)->NumberOfCapturingGroups(); }

int cre2_find(const void *pattern, const char *text, size_t length, size_t start, ptrdiff_t *places, int count) {
  if (start > length || count < 1) return 0;
  std::vector<re2::StringPiece> groups(static_cast<size_t>(count));
  const RE2 &compiled = *static_cast<const RE2 *>(pattern);
  if (!compiled.Match(re2::StringPiece(text, length), start, length, RE2::UNANCHORED, groups.data(), count)) return 0;
  for (int index = 0; index < count; index++) {
    const re2::StringPiece &group = groups[static_cast<size_t>(index)];
    places[2 * index] = group.data() ? group.data() - text : -1;
    places[2 * index + 1] = group.data() ? group.data() - text + static_cast<ptrdiff_t>(group.size()) : -1;
  }
  return 1;
}
