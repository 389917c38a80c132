/** A colour of the theme, as the canvas needs it: the first of these variables that has a value at the element. */
export function themeColour(element: Element, ...variables: readonly string[]): string {
  const style = getComputedStyle(element);
  for (const name of variables) {
    const value = style.getPropertyValue(name).trim();
    if (value !== '') return value;
  }
  return style.color;
}

/** Calls back when the theme changes: VS Code writes it into the page's styles and classes. */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  return () => observer.disconnect();
}
