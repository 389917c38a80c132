import { type SvgElement, textOf, toDom } from './svg.js';

/** Changes a drawn element into another one with as few touches as possible: focus and transitions survive. */
export function patch(element: Element, before: SvgElement, after: SvgElement): Element {
  if (before === after) return element;
  if (before.tag !== after.tag) {
    const replaced = toDom(after);
    element.replaceWith(replaced);
    return replaced;
  }
  for (const name of Object.keys({ ...before.attributes, ...after.attributes })) {
    const value = after.attributes[name];
    if (value === before.attributes[name] || name === 'tabindex') continue;
    if (value === undefined) element.removeAttribute(name);
    else element.setAttribute(name, textOf(value));
  }
  patchChildren(element, before, after);
  return element;
}

function patchChildren(element: Element, before: SvgElement, after: SvgElement): void {
  const nodes = [...element.childNodes];
  after.children.forEach((child, i) => {
    const old = before.children[i];
    const node = nodes[i];
    if (node === undefined || old === undefined)
      element.append(typeof child === 'string' ? child : toDom(child));
    else if (typeof child === 'string') {
      if (old !== child) node.replaceWith(child);
    } else if (typeof old === 'string') node.replaceWith(toDom(child));
    else patch(node as Element, old, child);
  });
  for (const node of nodes.slice(after.children.length)) node.remove();
}
