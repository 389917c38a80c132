import type { Locator } from 'playwright-core';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/**
 * The least contrast that any of the elements has with the page behind it, from 1 (not to be seen) to 21
 * (WCAG 2.2, definition of contrast ratio). A colour that is partly transparent counts as what is then seen.
 */
export function leastContrast(elements: Locator, property: 'stroke' | 'fill'): Promise<number> {
  return elements.evaluateAll((found, name) => {
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
    const paint = (...colours: string[]): number[] => {
      for (const colour of colours) {
        // A canvas keeps the colour before one that it cannot read, such as "none".
        context.fillStyle = 'transparent';
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
      }
      return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
    };
    const luminance = (rgb: number[]): number => {
      const [r, g, b] = rgb.map(value => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    };
    const background = getComputedStyle(document.body).getPropertyValue('--vscode-editor-background');
    const behind = luminance(paint(background));
    const ratios = found.map(element => {
      const seen = luminance(paint(background, getComputedStyle(element)[name]));
      return (Math.max(seen, behind) + 0.05) / (Math.min(seen, behind) + 0.05);
    });
    return ratios.length === 0 ? 0 : Math.min(...ratios);
  }, property);
}

/** Of one element, all by which it can look different. */
export function styleOf(element: Locator): Promise<string> {
  return element.evaluate(node => {
    const { backgroundColor, outlineColor, outlineStyle, borderColor, color } = getComputedStyle(node);
    return [backgroundColor, outlineColor, outlineStyle, borderColor, color].join();
  });
}
