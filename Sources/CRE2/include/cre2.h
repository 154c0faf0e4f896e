#ifndef ASSENT_CRE2_H
#define ASSENT_CRE2_H
#include <stddef.h>
#ifdef __cplusplus
extern "C" {
#endif
/// A compiled pattern; NULL where it is none. Freed with cre2_free. Immutable: threads may share it.
void *_Nullable cre2_compile(const char *_Nonnull pattern, size_t length);
void cre2_free(void *_Nullable pattern);
/// 1 where any part of the text matches, else 0.
int cre2_matches(const void *_Nonnull pattern, const char *_Nonnull text, size_t length);
/// How many instructions the pattern has.
int cre2_size(const void *_Nonnull pattern);
/// How many groups the pattern captures.
int cre2_groups(const void *_Nonnull pattern);
/// Finds the first match at or after a byte of the text.
/// Writes the start and end of the match and of its first `count - 1` groups, -1 for a group that took no part.
/// 1 where there is a match, else 0.
int cre2_find(const void *_Nonnull pattern, const char *_Nonnull text, size_t length, size_t start,
              ptrdiff_t *_Nonnull places, int count);
#ifdef __cplusplus
}
#endif
#endif
