/* stdio.h for the layout explorer: declarations alone, which suit every target. Nothing is built with it. */
#ifndef TUTTI_LAYOUT_STDIO_H
#define TUTTI_LAYOUT_STDIO_H

#include <stddef.h>

typedef struct FILE FILE;
extern FILE *stdout, *stderr;
int printf(const char *, ...);
int fprintf(FILE *, const char *, ...);
int snprintf(char *, size_t, const char *, ...);
int sprintf(char *, const char *, ...);
int puts(const char *);

#endif
