/** More than this in either direction, or in all, browsers do not draw. */
const mostSide = 16_384;
const mostPixels = 200_000_000;

/** The largest scale up to a wanted one at which a picture of this size can be drawn. */
export function possibleScale(width: number, height: number, wanted: number): number {
  const side = mostSide / Math.max(width, height);
  const area = Math.sqrt(mostPixels / (width * height));
  return Math.min(wanted, side, area);
}

/** An SVG file as pixels. */
export async function pngFile(markup: string, wanted: number): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([markup], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const scale = possibleScale(image.naturalWidth, image.naturalHeight, wanted);
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.floor(image.naturalWidth * scale));
    canvas.height = Math.max(1, Math.floor(image.naturalHeight * scale));
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error('the picture is too large for a PNG'))));
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}
