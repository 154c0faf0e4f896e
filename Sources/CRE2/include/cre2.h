#ifndef ASSENT_CRE2_H
#define ASSENT_CRE2_H
#include <stddef.h>
#ifdef __cplusplus
extern "C" {
#endif
/// A compiled pattern; NULL where it is none. Freed with cre2_free.
void *_Nullable cre2_compile(const char *_Nonnull pattern, size_t length);
void cre2_free(void *_Nullable pattern);
/// 1 where any part of the text matches, else 0.
int cre2_matches(const void *_Nonnull pattern, const char *_Nonnull text, size_t length);
#ifdef __cplusplus
}
#endif
#endif
