import type { Command } from './command.js';
import { targetOf } from './target.js';

export const openDiagram: Command = {
  id: 'resnetDesigner.openDiagram',
  title: 'Open Diagram',
  async run(services, uri) {
    const document = await targetOf(uri, services);
    if (document) services.panels.open(document);
  },
};
