import type { LayerName } from './layers/index.js';
import type { Value } from './layers/parameters.js';
import type { Edit, Place } from './source.js';

/** Every code that a finding can have. Each has a rule with its page of the manual. */
export const codes = [
  'shortcut-mismatch',
  'concat-mismatch',
  'unused-layer',
  'mixed-block-orders',
  'blocked-shortcut',
  'missing-final-norm',
  'activation-before-addition',
  'needless-projection',
  'bottleneck-stride',
  'skipped-input',
  'halving-without-widening',
  'depth-formula',
  'deep-plain-network',
  'double-activation',
  'softmax-twice',
  'bias-before-norm',
  'dropout-before-norm',
  'lost-pixels',
  'he-initialisation',
  'zero-gamma',
  'unproductive-layer',
  'kernel-too-large',
  'size-collapse',
  'wrong-rank',
  'wrong-value',
  'missing-parameter',
  'unknown-layer',
  'unknown-parameter',
  'undefined-name',
  'duplicate-name',
  'cycle',
  'unused-block',
  'unused-parameter',
  'no-input',
  'missing-file',
  'missing-layer',
  'unconnected-layer',
  'wrong-inputs',
  'not-a-model',
  'syntax',
  'too-large',
] as const;
export type Code = (typeof codes)[number];

/** From what is broken to what could be better. */
export const severities = ['error', 'warning', 'information', 'hint'] as const;
export type Severity = (typeof severities)[number];

/** Whether something is wrong or surely unwise. The rest is remarks and advice: they fail no check and mark no diagram. */
export const isProblem = ({ severity }: { readonly severity: Severity }): boolean =>
  severity === 'error' || severity === 'warning';

/** What a user wants of a code instead of its default. */
export type Levels = Readonly<Partial<Record<Code, Severity | 'off'>>>;

export const isLevel = (word: string | undefined): word is Severity | 'off' =>
  word === 'off' || severities.some(severity => severity === word);

/** Findings as a user wants to hear of them. A level that is none leaves a code as it is. */
export function withLevels(findings: readonly Finding[], levels: Levels | undefined): readonly Finding[] {
  if (!levels || Object.keys(levels).length === 0) return findings;
  return findings.flatMap(f => {
    const level = Object.hasOwn(levels, f.code) ? levels[f.code] : undefined;
    if (level === 'off') return [];
    return level !== undefined && isLevel(level) ? [{ ...f, severity: level }] : [f];
  });
}

export interface Related {
  readonly message: string;
  readonly at: Place;
}

/** A mistake or a remark, at its place, with its cause and what would mend it. */
export interface Finding {
  /** Stable; the README has a page under this name. */
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly at: Place;
  readonly related: readonly Related[];
  /** Nodes that the diagram marks; the guilty one first. */
  readonly nodes: readonly string[];
  readonly proposals: readonly Proposal[];
  /** The text at the place has no effect: shown faded. */
  readonly unused?: boolean;
}

/** What `shortcut:` can say in a native file. */
export const shortcutPolicies = ['identity', 'auto', 'projection', 'project-always', 'pad', 'none'] as const;
export type ShortcutPolicy = (typeof shortcutPolicies)[number];

/**
 * A wanted change, said in terms of the graph; the front end that read the file knows how to write it
 * (see `Frontend.rewrite`). `edit` is for what only the text knows, such as a misspelt word.
 */
export type Change =
  | {
      readonly kind: 'set-parameter';
      readonly node: string;
      readonly parameter: string;
      readonly value: Value;
    }
  | { readonly kind: 'set-shortcut'; readonly merge: string; readonly policy: ShortcutPolicy }
  | {
      readonly kind: 'insert-projection';
      readonly merge: string;
      /** Index of the merge's input that gets the 1×1 convolution. */
      readonly input: number;
      /** Index of the input whose shape it must reach. */
      readonly branch: number;
    }
  | {
      /** A convolution on one side of a merge gets the filters and stride that the other side has. */
      readonly kind: 'fit-convolution';
      readonly merge: string;
      readonly node: string;
      /** Index of the merge's input whose shape it must reach. */
      readonly other: number;
      /** What may change, and the value that fits here; where a block is used often, other uses may need another. */
      readonly parameters: { readonly filters?: number; readonly stride?: readonly number[] };
    }
  | {
      /** A layer at the end of one side of a merge. */
      readonly kind: 'insert-layer';
      readonly merge: string;
      readonly input: number;
      readonly layer: LayerName;
      readonly parameters: Readonly<Record<string, Value>>;
    }
  | {
      /** A merge takes another node instead of one that it names. */
      readonly kind: 'reconnect';
      readonly merge: string;
      readonly input: number;
      readonly to: string;
    }
  | {
      /** A layer without which the rest goes on as it is, or one parameter that then has its default. */
      readonly kind: 'remove';
      readonly node: string;
      readonly parameter?: string;
    }
  | {
      /** What is written for a parameter of one layer, `$stride`, is written for another one instead. */
      readonly kind: 'move-parameter';
      readonly from: string;
      readonly to: string;
      readonly parameter: string;
    }
  /** An item is a node, or a block that is written as one: a stage, a repeat, a use of a block. */
  | { readonly kind: 'remove-item'; readonly item: string }
  | { readonly kind: 'duplicate'; readonly item: string }
  | {
      readonly kind: 'insert-after';
      readonly item: string;
      readonly layer: LayerName;
      readonly parameters: Readonly<Record<string, Value>>;
    }
  | { readonly kind: 'set-repeat'; readonly block: string; readonly value: number }
  | { readonly kind: 'edit'; readonly edits: readonly Edit[] }
  | { readonly kind: 'all'; readonly changes: readonly Change[] };

/** A change that may mend a finding. It is offered only once the edited text has been analysed and is clean there. */
export interface Proposal {
  readonly title: string;
  readonly change: Change;
  /** Of several ways to say the same, only the first that holds is offered. */
  readonly group?: string;
}

/** A proposal that has been proved. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
}

/** A finding with what is usually absent left out. */
export function finding(
  code: Code,
  severity: Severity,
  message: string,
  at: Place,
  more: Partial<Finding> = {},
): Finding {
  return { code, severity, message, at, related: [], nodes: [], proposals: [], ...more };
}
