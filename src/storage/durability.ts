/**
 * `full` outlives a power cut: for what a requester was told is done. `normal` outlives a killed process,
 * and costs no wait for the disk.
 */
export type Durability = 'full' | 'normal';
