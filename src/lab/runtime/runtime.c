/* What a debug build is linked with in place of libc's allocator and its string functions.
 *
 * Each allocation is the lab's, so that its sanitizer knows where a block begins and ends, who made it and who gave
 * it back. The string functions are compiled with the checks of a debug build: a bad pointer given to them is found
 * at its first bad byte. Where a function of libc is not here, what it reads and writes is not checked. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#define LAB(name) __attribute__((import_module("lab"), import_name(name)))

LAB("malloc") void *lab_malloc(size_t size);
LAB("free") void lab_free(void *ptr);
LAB("calloc") void *lab_calloc(size_t count, size_t size);
LAB("realloc") void *lab_realloc(void *ptr, size_t size);
LAB("aligned_alloc") void *lab_aligned_alloc(size_t alignment, size_t size);
LAB("ended") _Noreturn void lab_ended(const char *how, int code);
LAB("failed") _Noreturn void lab_failed(const char *condition, const char *file, int line);

/* --- Memory ------------------------------------------------------------------------------------------- */

void *malloc(size_t size) { return lab_malloc(size); }
void free(void *ptr) { lab_free(ptr); }
void *calloc(size_t count, size_t size) { return lab_calloc(count, size); }
void *realloc(void *ptr, size_t size) { return lab_realloc(ptr, size); }
void *aligned_alloc(size_t alignment, size_t size) { return lab_aligned_alloc(alignment, size); }
int posix_memalign(void **out, size_t alignment, size_t size) {
  void *ptr = lab_aligned_alloc(alignment, size);
  if (ptr == NULL) return 48; /* ENOMEM of wasi-libc */
  *out = ptr;
  return 0;
}
size_t malloc_usable_size(void *ptr) { (void)ptr; return 0; }

/* libc calls its own allocator by these names. */
void *__libc_malloc(size_t size) { return lab_malloc(size); }
void __libc_free(void *ptr) { lab_free(ptr); }
void *__libc_calloc(size_t count, size_t size) { return lab_calloc(count, size); }

/* --- Endings -------------------------------------------------------------------------------------------- */

_Noreturn void abort(void) { lab_ended("abort", 134); }
_Noreturn void exit(int code) { lab_ended("exit", code); }
_Noreturn void _Exit(int code) { lab_ended("_Exit", code); }
_Noreturn void __assert_fail(const char *condition, const char *file, int line, const char *function) {
  (void)function;
  lab_failed(condition, file, line);
}
int atexit(void (*run)(void)) { (void)run; return 0; }
int __cxa_atexit(void (*run)(void *), void *argument, void *handle) {
  (void)run, (void)argument, (void)handle;
  return 0;
}

/* --- Strings ---------------------------------------------------------------------------------------------- */

/* Tells whether two ranges of `size` bytes overlap that must not. */
LAB("check_ranges") void lab_check_ranges(const char *name, const void *to, const void *from, size_t size);

size_t strlen(const char *s) {
  const char *end = s;
  while (*end != '\0') end++;
  return (size_t)(end - s);
}
size_t strnlen(const char *s, size_t most) {
  size_t len = 0;
  while (len < most && s[len] != '\0') len++;
  return len;
}
int strcmp(const char *a, const char *b) {
  while (*a != '\0' && *a == *b) a++, b++;
  return *(const unsigned char *)a - *(const unsigned char *)b;
}
int strncmp(const char *a, const char *b, size_t most) {
  for (; most > 0; most--, a++, b++) {
    if (*a != *b || *a == '\0') return *(const unsigned char *)a - *(const unsigned char *)b;
  }
  return 0;
}
int memcmp(const void *left, const void *right, size_t size) {
  const unsigned char *a = left, *b = right;
  for (; size > 0; size--, a++, b++) {
    if (*a != *b) return *a - *b;
  }
  return 0;
}
void *memchr(const void *s, int byte, size_t size) {
  const unsigned char *at = s;
  for (; size > 0; size--, at++) {
    if (*at == (unsigned char)byte) return (void *)(uintptr_t)at;
  }
  return NULL;
}
char *strchr(const char *s, int byte) {
  for (;; s++) {
    if (*s == (char)byte) return (char *)(uintptr_t)s;
    if (*s == '\0') return NULL;
  }
}
char *strrchr(const char *s, int byte) {
  char *found = NULL;
  for (;; s++) {
    if (*s == (char)byte) found = (char *)(uintptr_t)s;
    if (*s == '\0') return found;
  }
}
char *strstr(const char *s, const char *wanted) {
  size_t len = strlen(wanted);
  for (;; s++) {
    if (strncmp(s, wanted, len) == 0) return (char *)(uintptr_t)s;
    if (*s == '\0') return NULL;
  }
}
char *stpcpy(char *to, const char *from) {
  while ((*to = *from++) != '\0') to++;
  return to;
}
char *strcpy(char *to, const char *from) {
  lab_check_ranges("strcpy", to, from, strlen(from) + 1);
  stpcpy(to, from);
  return to;
}
char *strncpy(char *to, const char *from, size_t size) {
  size_t i = 0;
  lab_check_ranges("strncpy", to, from, strnlen(from, size));
  for (; i < size && from[i] != '\0'; i++) to[i] = from[i];
  for (; i < size; i++) to[i] = '\0';
  return to;
}
char *strcat(char *to, const char *from) {
  size_t len = strlen(from) + 1;
  char *at = to + strlen(to);
  lab_check_ranges("strcat", at, from, len);
  stpcpy(at, from);
  return to;
}
char *strncat(char *to, const char *from, size_t most) {
  char *at = to + strlen(to);
  size_t i = 0;
  for (; i < most && from[i] != '\0'; i++) at[i] = from[i];
  at[i] = '\0';
  return to;
}
char *strdup(const char *s) {
  size_t size = strlen(s) + 1;
  char *copy = lab_malloc(size);
  if (copy != NULL) stpcpy(copy, s);
  return copy;
}
char *strndup(const char *s, size_t most) {
  size_t len = strnlen(s, most);
  char *copy = lab_malloc(len + 1);
  if (copy == NULL) return NULL;
  for (size_t i = 0; i < len; i++) copy[i] = s[i];
  copy[len] = '\0';
  return copy;
}

/* How far a text is made of bytes that `set` has, or has not. */
static size_t span(const char *s, const char *set, int has) {
  size_t len = 0;
  while (s[len] != '\0' && (strchr(set, s[len]) != NULL) == has) len++;
  return len;
}
size_t strspn(const char *s, const char *accept) { return span(s, accept, 1); }
size_t strcspn(const char *s, const char *reject) { return span(s, reject, 0); }
char *strpbrk(const char *s, const char *wanted) {
  s += span(s, wanted, 0);
  return *s == '\0' ? NULL : (char *)(uintptr_t)s;
}
char *strtok_r(char *s, const char *between, char **rest) {
  if (s == NULL) s = *rest;
  if (s == NULL) return NULL;
  s += span(s, between, 1);
  char *end = s + span(s, between, 0);
  *rest = *end == '\0' ? NULL : end + 1;
  if (*s == '\0') return NULL;
  if (*end != '\0') *end = '\0';
  return s;
}
char *strtok(char *s, const char *between) {
  static char *rest;
  return strtok_r(s, between, &rest);
}
static int lower(unsigned char byte) { return byte - 'A' < 26u ? byte + 32 : byte; }
int strncasecmp(const char *a, const char *b, size_t most) {
  for (; most > 0; most--, a++, b++) {
    int difference = lower((unsigned char)*a) - lower((unsigned char)*b);
    if (difference != 0 || *a == '\0') return difference;
  }
  return 0;
}
int strcasecmp(const char *a, const char *b) { return strncasecmp(a, b, SIZE_MAX); }

/* --- Numbers ---------------------------------------------------------------------------------------------------- */

/* libc reads a number; it looked at each byte of it, and at the one behind it. */
#define LAB_NUMBER(type, name, parameters, arguments)               \
  type __real_##name parameters;                                    \
  type __wrap_##name parameters {                                   \
    char *last = (char *)(uintptr_t)s;                              \
    char **given = end;                                             \
    end = &last;                                                    \
    type value = __real_##name arguments;                           \
    for (const volatile char *at = s; at <= last; at++) (void)*at;  \
    if (given != NULL) *given = last;                               \
    return value;                                                   \
  }
LAB_NUMBER(long, strtol, (const char *s, char **end, int base), (s, end, base))
LAB_NUMBER(long long, strtoll, (const char *s, char **end, int base), (s, end, base))
LAB_NUMBER(unsigned long, strtoul, (const char *s, char **end, int base), (s, end, base))
LAB_NUMBER(unsigned long long, strtoull, (const char *s, char **end, int base), (s, end, base))
LAB_NUMBER(double, strtod, (const char *s, char **end), (s, end))
/* The linker leads each call of these to the function above. */
long strtol(const char *s, char **end, int base);
long long strtoll(const char *s, char **end, int base);
double strtod(const char *s, char **end);
int atoi(const char *s) { return (int)strtol(s, NULL, 10); }
long atol(const char *s) { return strtol(s, NULL, 10); }
long long atoll(const char *s) { return strtoll(s, NULL, 10); }
double atof(const char *s) { return strtod(s, NULL); }

/* --- Formatted text ----------------------------------------------------------------------------------------- */

/* libc formats into a place that is checked first: it writes at most `size` bytes. */
LAB("check_write") void lab_check_write(void *to, size_t size);
int vsnprintf(char *to, size_t size, const char *format, va_list arguments);
int __real_vsnprintf(char *to, size_t size, const char *format, va_list arguments);
int __wrap_vsnprintf(char *to, size_t size, const char *format, va_list arguments) {
  va_list again;
  va_copy(again, arguments);
  int len = __real_vsnprintf(NULL, 0, format, again);
  va_end(again);
  if (len < 0 || size == 0) return len;
  lab_check_write(to, (size_t)len < size ? (size_t)len + 1 : size);
  return __real_vsnprintf(to, size, format, arguments);
}
int snprintf(char *to, size_t size, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int len = vsnprintf(to, size, format, arguments);
  va_end(arguments);
  return len;
}
int vsprintf(char *to, const char *format, va_list arguments) {
  return vsnprintf(to, INT32_MAX, format, arguments);
}
int sprintf(char *to, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int len = vsprintf(to, format, arguments);
  va_end(arguments);
  return len;
}
