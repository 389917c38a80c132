import { beforeAll, expect, test } from 'vitest';
import { analyze } from '../../../src/core/analyze.js';
import { kerasJson } from '../../../src/core/exporters/keras-json.js';
import { runSmokeTest } from '../../../webview/training/trainer.js';
import { startBackend } from './backend.js';
import type { Planted } from './planted.js';
import * as planted from './planted.js';

/** A text that a network is read from. */
interface Written {
  readonly uri: string;
  readonly text: string;
}

/** A fault, and what the report must say of it. */
interface Fault {
  readonly planted: Planted;
  /** The checks that fail. */
  readonly checks: readonly string[];
  /** The one among them that names the fault. */
  readonly names: string;
  /** A part of the line that it blames, in the native text and in Keras code; undefined where no line is to blame. */
  readonly line?: string;
  readonly keras?: string;
  readonly torch?: string;
  readonly steps?: number;
  readonly learningRate?: number;
}

const learnsNothing = ['loss-falls', 'one-batch'];

const faults: Readonly<Record<string, Fault>> = {
  'a dead ReLU': {
    planted: planted.deadRelu,
    checks: ['gradient-arrives', 'dying-relu', ...learnsNothing],
    names: 'dying-relu',
    line: 'offset: -100000',
    keras: 'layers.Rescaling(1.0, offset=-100000.0)',
    torch: 'self.conv2(x) - 100000.0',
  },
  'norms that are missing at depth 56': {
    planted: planted.missingNorm,
    checks: ['first-loss', 'signal-propagation', ...learnsNothing],
    names: 'signal-propagation',
    line: 'shortcut: identity',
    keras: 'layers.add([x, branch])',
    steps: 11,
  },
  'shortcuts that are missing at depth 56': {
    planted: planted.deepPlain,
    checks: ['exploding-gradient', ...learnsNothing],
    names: 'exploding-gradient',
    line: 'conv: {filters: 6',
    keras: 'layers.Conv2D(6',
    steps: 11,
  },
  'weights that start too large': {
    planted: planted.largeWeights,
    checks: ['first-loss', 'signal-propagation', 'loss-falls'],
    names: 'signal-propagation',
    line: 'init: ones',
    keras: 'kernel_initializer="ones"',
  },
  'weights that start too small': {
    planted: planted.smallWeights,
    checks: ['signal-propagation', 'loss-falls'],
    names: 'signal-propagation',
    line: 'init: randomUniform',
    keras: 'kernel_initializer="random_uniform"',
  },
  'a branch that nothing uses': {
    planted: planted.unusedBranch,
    checks: ['gradient-arrives'],
    names: 'gradient-arrives',
    line: 'id: lost',
    steps: 40,
  },
  'a branch times 0': {
    planted: planted.zeroBranch,
    checks: ['gradient-arrives'],
    names: 'gradient-arrives',
    line: 'rescale: {scale: 0}',
    keras: 'layers.Rescaling(0.0)',
    steps: 40,
  },
  'a saturated sigmoid': {
    planted: planted.saturatedSigmoid,
    checks: ['saturation'],
    names: 'saturation',
    line: '- sigmoid',
    keras: 'layers.Activation("sigmoid")',
    steps: 40,
  },
  'sigmoids in a row': {
    planted: planted.sigmoids,
    checks: ['vanishing-gradient', ...learnsNothing],
    names: 'vanishing-gradient',
    line: 'activation: sigmoid',
    keras: 'activation="sigmoid"',
  },
  'an overflow': {
    planted: planted.overflow,
    checks: ['not-a-number'],
    names: 'not-a-number',
    line: '- exponential',
    keras: 'layers.Activation("exponential")',
  },
  'an input that does not matter': {
    planted: planted.inputWithoutEffect,
    checks: ['data-dependence'],
    names: 'data-dependence',
    line: 'rescale: {scale: 0, from: depth',
    keras: 'layers.Rescaling(0.0)(depth)',
    steps: 40,
  },
  'values that a scale makes tiny': {
    planted: planted.shrunkValues,
    checks: ['activation-deviation', 'loss-falls'],
    names: 'activation-deviation',
    line: 'scale: 0.0005',
    keras: 'layers.Rescaling(0.0005)',
  },
  'averages that never move': {
    planted: planted.frozenAverages,
    checks: ['evaluation-mode'],
    names: 'evaluation-mode',
    line: 'momentum: 1',
    keras: 'momentum=1.0',
    torch: 'self.bn1(self.conv1(x))',
    steps: 40,
  },
  'an answer that is too steep': {
    planted: planted.steepAnswer,
    checks: ['oscillation', 'loss-falls'],
    names: 'oscillation',
  },
  'a learning rate that is 100 times too high': {
    planted: planted.sound,
    checks: ['update-size'],
    names: 'update-size',
    learningRate: 3,
    steps: 40,
  },
  'a learning rate that is far too low': {
    planted: planted.sound,
    checks: ['update-size', ...learnsNothing],
    names: 'update-size',
    learningRate: 1e-5,
  },
};

/** How a fault is written in one form, and a part of the line to blame; undefined where it cannot be written so. */
type Form = (fault: Fault) => { readonly written: Written; readonly line: string | undefined } | undefined;

export const native: Form = ({ planted, line }) => ({
  written: { uri: 'file:///net.resnet.yaml', text: planted.native },
  line,
});

const python = (text: string | undefined, line: string | undefined): ReturnType<Form> =>
  text === undefined ? undefined : { written: { uri: 'file:///net.py', text }, line };

export const keras: Form = fault => python(fault.planted.keras, fault.keras);
export const torch: Form = fault => python(fault.planted.torch, fault.torch);

/** What the exporter makes of the native text. A name of a node that stands in the native line is in the line to blame. */
export const json: Form = fault => {
  const { written, line } = native(fault)!;
  const { graph } = analyze(written)!;
  const exported = kerasJson.export(graph);
  if (!('text' in exported)) throw new Error('The fault cannot be written as Keras JSON');
  const node = line && graph.nodes.find(({ at }) => lineAt(written.text, at.start).includes(line))!;
  return { written: { uri: 'file:///net.keras.json', text: exported.text }, line: node && nameIn(node.id) };
};

/** Repetitions of a block share a line: what differs from one to the next is left out. */
const nameIn = (id: string): string => id.replace(/^repeat1\.0\.(block1\.)?/, '').replace(/\d+$/, '');

function lineAt(text: string, at: number): string {
  const end = text.indexOf('\n', at);
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, end < 0 ? undefined : end);
}

const quiet = { progress: () => {}, isCancelled: () => false };

/** The check that is named after the fault fails, and blames the right line. `all`: no other check than those said fails. */
export function expectNamed(form: Form, all = false): void {
  beforeAll(startBackend);
  const cases = Object.entries(faults).flatMap(([name, fault]) => {
    const written = form(fault);
    return written ? [[name, fault, written] as const] : [];
  });
  test.each(cases)('%s', { timeout: 60_000 }, async (_, fault, { written, line }) => {
    const { steps = 15, learningRate } = fault;
    const { graph } = analyze(written)!;
    const report = await runSmokeTest({ graph, seed: 1, steps, learningRate }, 'wasm', quiet);
    const failed = report.checks.filter(({ verdict }) => verdict === 'fail');
    const ids = failed.map(({ id }) => id);
    if (all) expect(ids).toEqual(fault.checks);
    else expect(ids).toContain(fault.names);
    const blamed = graph.nodes.find(({ id }) => id === failed.find(({ id }) => id === fault.names)!.node);
    if (line === undefined) expect(blamed).toBeUndefined();
    else expect(lineAt(written.text, blamed!.at.start)).toContain(line);
  });
}
