/* Drives the host services as a careless plugin would, for the address and undefined-behaviour sanitizers: right
 * frees, second frees, frees of a wrong size, log lines and messages until the ring is full, reads in between. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "services.h"

#define SLOTS 4096

int main(void) {
  static void *blocks[SLOTS];
  static uint64_t sizes[SLOTS];
  static uint8_t read[1 << 16];
  uint64_t expected_misuses = 0, made = 0;
  tutti_host_t *host = tutti_services_open(1 << 19, 1, TUTTI_ABI_MAJOR, TUTTI_ABI_MINOR);
  uint32_t state = 7;
  for (int round = 0; round < 400000; round++) {
    state = state * 1664525u + 1013904223u;
    uint32_t dice = state >> 8, slot = dice % SLOTS;
    if (blocks[slot] == NULL) {
      sizes[slot] = dice % 700;
      blocks[slot] = host->alloc(host, sizes[slot]);
      if (blocks[slot] != NULL) made++, memset(blocks[slot], 1, (size_t)sizes[slot]);
    } else {
      int is_wrong = dice % 50 == 0, is_twice = dice % 20 == 0;
      host->free(host, blocks[slot], sizes[slot] + (uint64_t)is_wrong);
      if (is_twice) host->free(host, blocks[slot], sizes[slot]);
#ifdef SEED
      if (round > 1000) return ((uint8_t *)blocks[slot])[0];
#endif
      expected_misuses += (uint64_t)is_wrong + (uint64_t)is_twice;
      blocks[slot] = NULL;
    }
    if (round % 7 == 0) {
      tutti_span_t text = {(const uint8_t *)"hello world", dice % 12};
      host->log(host, TUTTI_LOG_INFO, text);
      host->post(host, text, text);
    }
    if (round % 5000 == 0) while (tutti_services_read(host, read, sizeof read) > 0) {}
  }
  tutti_usage_t usage;
  tutti_services_usage(host, &usage);
  uint64_t held = 0, bytes = 0;
  for (int i = 0; i < SLOTS; i++) {
    if (blocks[i] == NULL) continue;
    held++;
    bytes += sizes[i];
  }
  int is_right = usage.live_blocks == held && usage.live_bytes == bytes && usage.misuses == expected_misuses &&
                 usage.total_blocks == made && usage.dropped > 0 && usage.refused > 0;
  tutti_services_close(host);
  if (!is_right)
    printf("blocks %llu of %llu, bytes %llu of %llu, misuses %llu of %llu, made %llu of %llu, dropped %llu, refused %llu\n",
           (unsigned long long)usage.live_blocks, (unsigned long long)held, (unsigned long long)usage.live_bytes,
           (unsigned long long)bytes, (unsigned long long)usage.misuses, (unsigned long long)expected_misuses,
           (unsigned long long)usage.total_blocks, (unsigned long long)made, (unsigned long long)usage.dropped,
           (unsigned long long)usage.refused);
  puts(is_right ? "every count is right" : "a count is wrong");
  return is_right ? 0 : 1;
}
