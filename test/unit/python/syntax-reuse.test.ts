import { expect, test } from 'vitest';
import { parseLazily } from '../../../src/core/frontends/python/syntax/index.js';

const text = `"""A network."""
import torch  # all of it

a = 1; b = 2
if a:
    c = 3
else:
    c = 4


@torch.no_grad()
def f(x, y=(1,
            2)):
    return x


class A:
    k = [1]

    def g(self):
        return 'é'  # last
`;

/** What is put where, and how many statements are taken over. */
const edits: readonly (readonly [before: string, put: string, kept: number])[] = [
  ["return 'é'", '# still the last\n        ', 5],
  ['class A', 'd = 5\n', 5],
  ['return x', 'x += 1\n    ', 4],
  ['@torch', 'elif b:\n    c = 5\n', 4],
  ['@torch', '    c += 1\n', 4],
  ['c = 4', '(', 2],
  ['b = 2', 'x', 2],
  ['import', 'x', 0],
  ['"""A', '#', 0],
];

test.each(edits)('before `%s` comes %j: %i statements stay', (before, put, kept) => {
  const at = text.indexOf(before);
  const edited = text.slice(0, at) + put + text.slice(at);
  const module = parseLazily(text);
  const again = parseLazily(edited, { text, module });
  const shared = again.body.filter((s, i) => s === module.body[i]).length;
  expect(shared).toBe(kept);
  expect(again).toEqual(parseLazily(edited));
  expect(parseLazily(text, { text: edited, module: again })).toEqual(module);
});

test('of a text with mistakes nothing is taken over', () => {
  const broken = 'a = 1\nb = (2\nc = 3\nd = 4\n';
  const module = parseLazily(broken);
  expect(parseLazily(`${broken}e = 5\n`, { text: broken, module }).body[0]).not.toBe(module.body[0]);
});
