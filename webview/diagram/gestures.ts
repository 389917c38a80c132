import type { Direction } from './navigate.js';

/** What the reader does with the picture. Ids are of nodes, blocks and series. */
export interface Gestures {
  /** A click: selects, and shows the source. */
  pick(id: string): void;
  /** A click beside everything. */
  pickNothing(): void;
  /** Opens or closes a block; folds a series. */
  toggle(id: string): void;
  /** The keyboard goes to a neighbour, or to the first or last box. */
  move(direction: Direction | 'first' | 'last'): void;
  reveal(): void;
  toggleCurrent(): void;
  zoom(direction: 1 | -1): void;
  fit(): void;
  zoomToSelection(): void;
  search(): void;
  back(): void;
  forward(): void;
  /** The keyboard enters the picture. */
  enter(): void;
  /** A box got the focus by other means than the pointer. */
  focused(id: string): void;
}

const directions: Readonly<Record<string, Direction | 'first' | 'last'>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'first',
  End: 'last',
};

export function listenForGestures(canvas: SVGSVGElement, gestures: Gestures): void {
  const targetOf = (event: Event): { id: string | undefined; action: string | undefined } => {
    const target = event.target as Element;
    const id = target.closest<SVGElement>('[data-id]')?.dataset.id;
    return { id, action: target.closest<SVGElement>('[data-action]')?.dataset.action };
  };
  canvas.addEventListener('click', event => {
    const { id, action } = targetOf(event);
    if (id === undefined) gestures.pickNothing();
    else if (action !== undefined) gestures.toggle(id);
    else gestures.pick(id);
  });
  canvas.addEventListener('dblclick', event => {
    const { id, action } = targetOf(event);
    if (id !== undefined && action === undefined) gestures.toggle(id);
  });
  // A press focuses as well; the box must not move under it.
  let isPressed = false;
  canvas.addEventListener('pointerdown', () => {
    isPressed = true;
  });
  for (const end of ['pointerup', 'pointercancel']) {
    addEventListener(end, () => {
      isPressed = false;
    });
  }
  canvas.addEventListener('focus', () => {
    if (!isPressed) gestures.enter();
  });
  canvas.addEventListener('focusin', event => {
    const { id } = targetOf(event);
    if (id !== undefined && !isPressed) gestures.focused(id);
  });
  canvas.addEventListener('keydown', event => {
    if (event.altKey && handleTravel(event.key, gestures)) event.preventDefault();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (handleKey(event.key, gestures)) event.preventDefault();
  });
}

function handleKey(key: string, gestures: Gestures): boolean {
  const direction = directions[key];
  if (direction) gestures.move(direction);
  else if (key === 'Enter') gestures.reveal();
  else if (key === ' ') gestures.toggleCurrent();
  else if (key === 'Escape') gestures.pickNothing();
  else if (key === '+' || key === '=') gestures.zoom(1);
  else if (key === '-') gestures.zoom(-1);
  else if (key === '0') gestures.fit();
  else if (key === 'z') gestures.zoomToSelection();
  else if (key === '/') gestures.search();
  else return false;
  return true;
}

/** With Alt, as in a browser. */
function handleTravel(key: string, gestures: Gestures): boolean {
  if (key === 'ArrowLeft') gestures.back();
  else if (key === 'ArrowRight') gestures.forward();
  else return false;
  return true;
}
