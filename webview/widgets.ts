import {
  type Button,
  type Checkbox,
  type Dropdown,
  provideVSCodeDesignSystem,
  type TextField,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';

provideVSCodeDesignSystem().register(
  vsCodeButton(),
  vsCodeCheckbox(),
  vsCodeDropdown(),
  vsCodeOption(),
  vsCodeProgressRing(),
  vsCodeTextField(),
);

export type Content = Node | string | undefined;

/** A plain element with a class and content; text stays text. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  ...content: readonly Content[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content.filter(part => part !== undefined));
  return element;
}

/** A message with its `code` set as code. */
export const prose = (text: string): Content[] =>
  text.split('`').map((part, i) => (i % 2 === 1 ? make('code', '', part) : part));

/** A picture of VS Code's icon font, silent for screen readers. */
export function icon(name: string): HTMLElement {
  const element = make('span', `codicon codicon-${name}`);
  element.setAttribute('aria-hidden', 'true');
  return element;
}

export interface ButtonOptions {
  readonly icon?: string;
  readonly appearance?: 'primary' | 'secondary';
  /** Said and shown on hover where the text alone does not tell. */
  readonly title?: string;
  click(): void;
}

export function button(
  text: string,
  { icon: name, appearance = 'secondary', title, click }: ButtonOptions,
): Button {
  const element = document.createElement('vscode-button') as Button;
  element.appearance = appearance;
  if (name) {
    const start = icon(name);
    start.slot = 'start';
    element.append(start);
  }
  // A slotted span would get the size of an icon.
  element.append(make('div', 'button-text', ...prose(text)));
  if (title) {
    element.title = title;
    element.setAttribute('aria-label', title);
  }
  element.addEventListener('click', click);
  return element;
}

/** A button of a toolbar: an icon with a name. */
export function iconButton(name: string, label: string, click: () => void): Button {
  const element = document.createElement('vscode-button') as Button;
  element.appearance = 'icon';
  element.ariaLabel = label;
  element.title = label;
  element.append(icon(name));
  element.addEventListener('click', click);
  return element;
}

/** A button that stays pressed. */
export function toggleButton(
  name: string,
  label: string,
  isOn: boolean,
  change: (isOn: boolean) => void,
): Button {
  let on = isOn;
  const element = iconButton(name, label, () => {
    on = !on;
    show();
    change(on);
  });
  const show = (): void => {
    element.setAttribute('aria-pressed', String(on));
    element.classList.toggle('pressed', on);
  };
  show();
  return element;
}

export interface DropdownOptions<T extends string> {
  readonly label: string;
  readonly choices: readonly (readonly [T, string])[];
  readonly value: T;
  change(value: T): void;
}

export function dropdown<T extends string>({ label, choices, value, change }: DropdownOptions<T>): Dropdown {
  const element = document.createElement('vscode-dropdown') as Dropdown;
  element.setAttribute('aria-label', label);
  element.title = label;
  for (const [name, text] of choices) {
    const option = document.createElement('vscode-option');
    option.setAttribute('value', name);
    option.textContent = text;
    element.append(option);
  }
  element.value = value;
  element.addEventListener('change', () => {
    const chosen = choices.find(([name]) => name === element.value);
    if (chosen) change(chosen[0]);
  });
  return element;
}

export function progressRing(label: string): HTMLElement {
  const element = document.createElement('vscode-progress-ring');
  element.setAttribute('aria-label', label);
  return element;
}

export interface TextFieldOptions {
  readonly label: string;
  readonly value: string;
  /** What holds while nothing is written. */
  readonly placeholder: string;
  /** Enter was pressed, or the field left, with another text. */
  change(value: string): void;
}

export function textField({ label, value, placeholder, change }: TextFieldOptions): TextField {
  const element = document.createElement('vscode-text-field') as TextField;
  element.setAttribute('aria-label', label);
  element.value = value;
  element.placeholder = placeholder;
  element.addEventListener('change', () => change(element.value));
  element.addEventListener('keydown', event => {
    if (event.key === 'Escape') element.value = value;
  });
  return element;
}

export function checkbox(label: string, isOn: boolean, change: (isOn: boolean) => void): Checkbox {
  const element = document.createElement('vscode-checkbox') as Checkbox;
  element.setAttribute('aria-label', label);
  element.checked = isOn;
  // The toolkit reports its first state as a change, too.
  element.addEventListener('change', () => {
    if (element.checked !== isOn) change(element.checked);
  });
  return element;
}
