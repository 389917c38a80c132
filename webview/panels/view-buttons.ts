import type { Gestures } from '../diagram/gestures.js';
import type { StateStore } from '../state.js';
import { iconButton, make, toggleButton } from '../widgets.js';

/** The buttons in the corner of the picture, for what the keys do as well, and whether the cursor is followed. */
export function viewButtons(gestures: Gestures, store: StateStore): HTMLElement {
  return make(
    'div',
    'zoom',
    iconButton('zoom-in', 'Zoom in (+)', () => gestures.zoom(1)),
    iconButton('zoom-out', 'Zoom out (−)', () => gestures.zoom(-1)),
    iconButton('screen-full', 'Show the whole network (0)', () => gestures.fit()),
    iconButton('target', 'Zoom to the selection (Z)', () => gestures.zoomToSelection()),
    iconButton('arrow-left', 'Back (Alt+Left)', () => gestures.back()),
    iconButton('arrow-right', 'Forward (Alt+Right)', () => gestures.forward()),
    toggleButton('sync', 'Follow the cursor of the editor', store.value.follow, follow =>
      store.update({ follow }),
    ),
  );
}
