/** Where a host gets memory inside a plugin's linear memory. */
export interface MemorySource {
  /**
   * Returns an address, aligned to 16 bytes, or 0 when memory cannot grow.
   * @param block number of the plugin's block that it becomes; 0 for a record of the host's own
   */
  take(sizeBytes: number, block?: number): number;
  /** Gives a range back; `sizeBytes` is what was asked for. */
  give(at: number, sizeBytes: number): void;
}
