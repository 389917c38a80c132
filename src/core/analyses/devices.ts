/** What a device can do at most. */
export interface Device {
  readonly id: string;
  readonly name: string;
  /** Operations a second in 32-bit floating point, without tensor cores. */
  readonly flops: number;
  /** Bytes a second from and to its memory. */
  readonly bandwidth: number;
  readonly source: string;
}

export const devices: readonly Device[] = [
  {
    id: 'v100',
    name: 'V100',
    flops: 15.7e12,
    bandwidth: 900e9,
    source: 'NVIDIA V100 datasheet, SXM2',
  },
  {
    id: 'a100',
    name: 'A100',
    flops: 19.5e12,
    bandwidth: 2039e9,
    source: 'NVIDIA A100 datasheet, 80 GB SXM',
  },
  {
    id: 'rtx4090',
    name: 'RTX 4090',
    flops: 82.6e12,
    bandwidth: 1008e9,
    source: 'NVIDIA Ada GPU architecture, appendix A',
  },
  {
    id: 'orin',
    name: 'AGX Orin',
    flops: 5.3e12,
    bandwidth: 204.8e9,
    source: 'NVIDIA Jetson AGX Orin technical brief, 64 GB',
  },
];
