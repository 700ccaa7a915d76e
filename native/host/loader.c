/* The loaders of ELF systems, macOS and Windows. See loader.h. */
#if defined(__linux__)
#define _GNU_SOURCE
#endif
#include "loader.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#if defined(_WIN32)
#include <windows.h>

int loader_open(loader_image_t *image, const char *path, char *why, size_t cap) {
  wchar_t wide[1024];
  DWORD code = ERROR_FILENAME_EXCED_RANGE;
  image->handle = NULL;
  if (MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, path, -1, wide, 1024) > 0) {
    image->handle = LoadLibraryExW(wide, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    code = GetLastError();
  }
  if (image->handle != NULL) return 1;
  DWORD len = FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, code, 0, why, (DWORD)cap, NULL);
  while (len > 0 && (why[len - 1] == '\n' || why[len - 1] == '\r' || why[len - 1] == '.')) why[--len] = '\0';
  if (len == 0) snprintf(why, cap, "error %lu", (unsigned long)code);
  return 0;
}

void (*loader_entry(loader_image_t *image, const char *symbol))(void) {
  image->base = image->handle;
  return (void (*)(void))GetProcAddress((HMODULE)image->handle, symbol);
}

void loader_close(loader_image_t *image) { FreeLibrary((HMODULE)image->handle); }

int loader_is_mapped(const loader_image_t *image) {
  HMODULE module;
  DWORD flags = GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
  return GetModuleHandleExW(flags, (LPCWSTR)image->base, &module) != 0 && module == image->handle;
}

#else
#include <dlfcn.h>

int loader_open(loader_image_t *image, const char *path, char *why, size_t cap) {
  image->handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (image->handle != NULL) return 1;
  const char *text = dlerror();
  snprintf(why, cap, "%s", text != NULL ? text : "no reason");
  return 0;
}

void (*loader_entry(loader_image_t *image, const char *symbol))(void) {
  void *address = dlsym(image->handle, symbol);
  void (*entry)(void) = NULL;
  Dl_info found;
  if (address != NULL && dladdr(address, &found) != 0) image->base = found.dli_fbase;
  memcpy(&entry, &address, sizeof entry);
  return entry;
}

void loader_close(loader_image_t *image) { dlclose(image->handle); }

#if defined(__APPLE__)
#include <mach-o/dyld.h>

int loader_is_mapped(const loader_image_t *image) {
  for (uint32_t i = 0; i < _dyld_image_count(); i++)
    if ((const void *)_dyld_get_image_header(i) == image->base) return 1;
  return 0;
}

#else
#include <link.h>

/* The base of an image, as dladdr gives it: the page of its first loaded byte. */
static int is_at(struct dl_phdr_info *info, size_t size, void *base) {
  (void)size;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *header = &info->dlpi_phdr[i];
    if (header->p_type != PT_LOAD) continue;
    uintptr_t from = (uintptr_t)info->dlpi_addr + header->p_vaddr;
    if ((uintptr_t)base >= from && (uintptr_t)base - from < header->p_memsz) return 1;
  }
  return 0;
}

int loader_is_mapped(const loader_image_t *image) {
  return dl_iterate_phdr(is_at, (void *)(uintptr_t)image->base);
}
#endif
#endif
