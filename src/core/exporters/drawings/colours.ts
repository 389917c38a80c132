import type { SketchBox } from './sketch.js';

/** Colours for white paper, as RRGGBB; the kinds are those that the diagram tells apart. */
const fills: Readonly<Partial<Record<string, string>>> = {
  convolution: 'D6E6F7',
  dense: 'EBD9EE',
  norm: 'E8ECF1',
  activation: 'D8EEDC',
  pooling: 'E4DCF3',
  merge: 'FBE3D0',
  shape: 'D5ECEC',
};

export const colours = { line: '5A6270', shortcut: 'C2570C', wrong: 'C01818', text: '1B1F24' } as const;

export const fillOf = ({ category, form, wrong }: SketchBox): string =>
  wrong ? 'FBDADA' : form === 'block' ? 'FFF4E8' : (fills[category ?? ''] ?? 'F6F7F9');

export const strokeOf = ({ wrong, form }: SketchBox): string =>
  wrong ? colours.wrong : form === 'merge' ? colours.shortcut : '8A93A0';

export const lineColour = ({
  wrong,
  shortcut,
}: {
  readonly wrong: boolean;
  readonly shortcut: boolean;
}): string => (wrong ? colours.wrong : shortcut ? colours.shortcut : colours.line);
