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
char *strcpy(char *to, const char *from) {
  char *at = to;
  while ((*at++ = *from++) != '\0') {
  }
  return to;
}
char *strncpy(char *to, const char *from, size_t size) {
  size_t i = 0;
  for (; i < size && from[i] != '\0'; i++) to[i] = from[i];
  for (; i < size; i++) to[i] = '\0';
  return to;
}
char *strcat(char *to, const char *from) {
  strcpy(to + strlen(to), from);
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
  if (copy != NULL) strcpy(copy, s);
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

/* --- Formatted text ----------------------------------------------------------------------------------------- */

/* libc formats into a place that is checked first: it writes at most `size` bytes. */
LAB("check_write") void lab_check_write(void *to, size_t size);
int vsnprintf(char *to, size_t size, const char *format, va_list arguments);
int snprintf(char *to, size_t size, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int len = vsnprintf(to, size, format, arguments);
  va_end(arguments);
  if (len >= 0 && size > 0) lab_check_write(to, (size_t)len < size ? (size_t)len + 1 : size);
  return len;
}
int sprintf(char *to, const char *format, ...) {
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  int len = vsnprintf(NULL, 0, format, again);
  va_end(again);
  if (len >= 0) {
    lab_check_write(to, (size_t)len + 1);
    vsnprintf(to, (size_t)len + 1, format, arguments);
  }
  va_end(arguments);
  return len;
}
