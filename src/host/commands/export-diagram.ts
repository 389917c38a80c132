import type { Command } from './command.js';
import { targetOf } from './target.js';

export const exportDiagram: Command = {
  id: 'resnetDesigner.exportDiagram',
  title: 'Export Diagram…',
  async run(services, uri) {
    const document = await targetOf(uri, services);
    if (document) services.panels.open(document).openExport();
  },
};
