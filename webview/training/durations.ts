/** `8 s`, `3 min`, `2 h`: nobody counts the seconds of many minutes. */
export function formatSeconds(seconds: number): string {
  if (seconds < 120) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = seconds / 60;
  return minutes < 90 ? `${Math.round(minutes)} min` : `${Math.round(minutes / 60)} h`;
}

/** `76 MB`, `3.2 GB` */
export function formatBytes(bytes: number): string {
  const megabytes = bytes / 2 ** 20;
  return megabytes < 1000 ? `${Math.round(megabytes)} MB` : `${Number((megabytes / 1024).toFixed(1))} GB`;
}
