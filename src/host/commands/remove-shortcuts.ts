import { removeShortcuts as transform } from '../../core/transforms/index.js';
import { transformNetwork } from '../transforms.js';
import type { Command } from './command.js';

/** Makes the plain twin of a residual network. */
export const removeShortcuts: Command = {
  id: 'resnetDesigner.removeShortcuts',
  title: 'Remove Shortcuts',
  run: (services, uri) => transformNetwork(services, uri, [transform], async ([choice]) => choice),
};
