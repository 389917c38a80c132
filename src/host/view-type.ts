/** The type of our panels, under which VS Code restores them. */
export const viewType = 'resnetDesigner.diagram';
