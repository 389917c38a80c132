import { formatShape } from '../graph.js';
import { checkGroups } from './conv-parameters.js';
import { defineLayer } from './layer.js';
import type { Parameter } from './parameters.js';
import { alongAxis, checkAxes, dataFormat, formatStride, joinMap, splitAnyMap } from './spatial.js';

const zeroChannels = { kind: 'integer', min: 0, default: 0 } as const;

export const padChannels = defineLayer({
  title: 'Zero channels',
  category: 'shape',
  doc: 'Adds channels of zeros, so that an identity shortcut fits more filters (option A of He et al. 2015). Height and width stay.',
  parameters: {
    before: { ...zeroChannels, doc: 'Channels of zeros before those of the input.' },
    after: { ...zeroChannels, doc: 'Channels of zeros after those of the input.' },
    dataFormat,
  } satisfies Record<string, Parameter>,
  arity: 1,
  output([input], p, report) {
    if (!input) return null;
    if (input.length === 0)
      report({ code: 'wrong-rank', message: `needs channels, but gets a ${formatShape(input)}` });
    const at = p.dataFormat === 'channelsFirst' ? 0 : input.length - 1;
    return input.map((size, i) => (i === at && size !== null ? size + p.before + p.after : size));
  },
  label: p => ({ text: `PadChannels ${p.before + p.after}` }),
});

export const subsample = defineLayer({
  title: 'Subsampling',
  category: 'pooling',
  doc: 'Takes every `stride`-th row and column and drops the rest. Output: ⌈size / stride⌉; the channels stay.',
  parameters: {
    stride: {
      kind: 'sizes',
      required: true,
      doc: 'Step between the rows and columns that stay: 2 halves height and width.',
    },
    dataFormat,
  },
  arity: 1,
  output([input], p, report) {
    const map = splitAnyMap(input ?? null, p.dataFormat, report);
    if (!map) return null;
    checkAxes('stride', p.stride, map.spatial.length, report);
    const sizes = map.spatial.map((size, i) =>
      size === null ? null : Math.ceil(size / alongAxis(p.stride, i)),
    );
    return joinMap(sizes, map.channels, p.dataFormat);
  },
  label: p => ({ text: 'Subsample', detail: formatStride(p.stride) }),
});

export const channelShuffle = defineLayer({
  title: 'Channel shuffle',
  category: 'shape',
  doc: 'Deals the channels of each of `groups` groups out to all groups (ShuffleNet). The shape stays.',
  parameters: {
    groups: { kind: 'integer', required: true, doc: 'Number of groups; it must divide the channels.' },
    dataFormat,
  },
  arity: 1,
  output([input], p, report) {
    const map = splitAnyMap(input ?? null, p.dataFormat, report);
    if (map) checkGroups(map.channels, p, report);
    return input ?? null;
  },
  label: p => ({ text: 'ChannelShuffle', detail: `g${p.groups}` }),
});
