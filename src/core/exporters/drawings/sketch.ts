import type { Category } from '../../layers/layer.js';

/** A picture of a network as plain data: what is drawn, where, and what is connected. Pixels; y grows downwards. */
export interface Sketch {
  readonly name: string;
  /** Open blocks, outer ones first. */
  readonly frames: readonly SketchFrame[];
  readonly boxes: readonly SketchBox[];
  /** Connections between boxes, whatever frames lie between. */
  readonly edges: readonly SketchEdge[];
  /** Lines as they are drawn, in pieces from frame to frame. */
  readonly lines: readonly SketchLine[];
}

interface Extent {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface SketchFrame extends Extent {
  readonly id: string;
  /** Id of the frame around it. */
  readonly frame?: string;
  readonly label: string;
}

export interface SketchBox extends Extent {
  readonly id: string;
  readonly frame?: string;
  /** `merge` is a sign in a circle, `end` an input or output of the network, `block` a closed block. */
  readonly form: 'layer' | 'merge' | 'end' | 'block';
  readonly category?: Category;
  readonly label: string;
  readonly detail?: string;
  readonly wrong: boolean;
}

export interface SketchEdge {
  readonly from: string;
  readonly to: string;
  /** The tensor's shape. */
  readonly label: string;
  readonly shortcut: boolean;
  readonly wrong: boolean;
}

export interface SketchLine {
  readonly points: readonly SketchPoint[];
  readonly label?: SketchPoint & { readonly text: string };
  readonly arrow: boolean;
  readonly shortcut: boolean;
  readonly wrong: boolean;
}

export interface SketchPoint {
  readonly x: number;
  readonly y: number;
}

/** A language for drawings that a sketch is written in. */
export interface DrawingExporter {
  readonly id: string;
  readonly title: string;
  /** End of the file's name, with the dot. */
  readonly extension: string;
  write(sketch: Sketch): string;
}

export interface Nested {
  readonly frames: readonly (SketchFrame & Nested)[];
  readonly boxes: readonly SketchBox[];
}

/** The frames with what stands in each; what no known frame holds is at the top. */
export function nest({ frames, boxes }: Sketch): Nested {
  interface Open extends Nested {
    readonly frames: (SketchFrame & Nested)[];
    readonly boxes: SketchBox[];
  }
  const top: Open = { frames: [], boxes: [] };
  const open = new Map<string, Open>();
  for (const frame of frames) {
    const nested = { ...frame, frames: [], boxes: [] };
    (open.get(frame.frame ?? '') ?? top).frames.push(nested);
    open.set(frame.id, nested);
  }
  for (const box of boxes) (open.get(box.frame ?? '') ?? top).boxes.push(box);
  return top;
}
