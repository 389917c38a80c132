import type { Command } from './command.js';
import { pickNetwork } from './pick-network.js';
import { targetOf } from './target.js';

export const openDiagram: Command = {
  id: 'resnetDesigner.openDiagram',
  title: 'Open Diagram',
  async run(services, uri, entry) {
    const document = await targetOf(uri, services);
    if (!document) return;
    const isShown = uri !== undefined || services.panels.active !== undefined;
    const isPicked =
      (isShown && entry === undefined) ||
      (await pickNetwork(document, entry, services.models, 'Which network is to be drawn?'));
    if (isPicked) services.panels.open(document);
  },
};
