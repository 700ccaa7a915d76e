/* loader.h: the system's loader, on each system: map, find a symbol, unmap, and ask what is mapped. */
#ifndef TUTTI_LOADER_H
#define TUTTI_LOADER_H

#include <stddef.h>

typedef struct loader_image {
  void *handle;
  const void *base; /* where the image begins in memory */
} loader_image_t;

/* Maps the library, all symbols bound, none shown to others. Returns 1, or 0 with the loader's words in `why`. */
int loader_open(loader_image_t *image, const char *path, char *why, size_t cap);

/* The address of an exported function; notes where the image begins. NULL when there is none. */
void (*loader_entry(loader_image_t *image, const char *symbol))(void);

/* Asks the loader to unmap. */
void loader_close(loader_image_t *image);

/* 1 while the loader still has an image at the place where this one was. */
int loader_is_mapped(const loader_image_t *image);

#endif
