import { expect, test } from 'vitest';
import { repr } from '../../../src/core/frontends/python/core/text.js';
import { Session } from '../../../src/core/frontends/python/session.js';
import { noFiles } from '../../../src/core/source.js';
import { check, python, uri } from './check.js';

/** A program, an expression after it, and what Python shows of it. */
const programs: readonly (readonly [text: string, expression: string, shown: string])[] = [
  ['', '(7 // 2, 7 / 2, 7 % -3, -7 // 2, 2 ** 3, 2 ** -1, 64.)', '(3, 3.5, -2, -4, 8, 0.5, 64.0)'],
  ['', 'not False or False, 1 < 2 < 3, 1 if [] else 2', '(True, True, 2)'],
  ['', '[1, 2, 3, 4][1:-1], (1, 2, 3)[::-1], "abc"[-1]', "([2, 3], (3, 2, 1), 'c')"],
  [
    '',
    '[x * y for x in range(3) if x for y in (1, 2)], {k: v for k, v in zip("ab", range(2))}',
    "([1, 2, 2, 4], {'a': 0, 'b': 1})",
  ],
  [
    '',
    'sum(x for x in range(5)), max([3, 1], key=lambda v: -v), sorted([3, 1, 2], reverse=True)',
    '(10, 1, [3, 2, 1])',
  ],
  ['def f(a, *r, k=1, **o):\n    return a, r, k, o\n', 'f(1, 2, 3, k=4, z=5)', "(1, (2, 3), 4, {'z': 5})"],
  [
    'def outer(n):\n    def inner():\n        nonlocal n\n        n += 1\n        return n\n    inner()\n    return inner\n',
    'outer(1)()',
    '3',
  ],
  [
    'class A:\n    x = 1\n    def f(self):\n        return self.x\nclass B(A):\n    x = 2\n    def f(self):\n        return super().f() * 10\n    @property\n    def g(self):\n        return self.f() + 1\n    @staticmethod\n    def s():\n        return 5\n    @classmethod\n    def c(cls):\n        return cls.x\n',
    'B().g, B.s(), B.c(), isinstance(B(), A)',
    '(21, 5, 2, True)',
  ],
  [
    'class A:\n    def f(self): return "A"\nclass B(A):\n    def f(self): return "B" + super().f()\nclass C(A):\n    def f(self): return "C" + super().f()\nclass D(B, C):\n    def f(self): return "D" + super().f()\n',
    'D().f()',
    "'DBCA'",
  ],
  [
    'from dataclasses import dataclass, field\n@dataclass\nclass P:\n    x: int\n    y: list = field(default_factory=list)\n',
    'P(1).x, P(1).y, P(1) == P(1)',
    '(1, [], True)',
  ],
  [
    'from enum import Enum\nclass E(Enum):\n    A = 1\n    B = 2\n',
    'E.A.value, E(2).name, [e.name for e in E]',
    "(1, 'B', ['A', 'B'])",
  ],
  [
    'from collections import namedtuple, OrderedDict\nP = namedtuple("P", "x y")\n',
    'P(1, y=2).y, list(OrderedDict([("a", 1)]).items())',
    "(2, [('a', 1)])",
  ],
  [
    'from functools import partial, reduce\nimport math, itertools\n',
    'partial(int, "12")(), reduce(lambda a, b: a * b, [2, 3]), math.ceil(1.2), list(itertools.chain([1], [2]))',
    '(12, 6, 2, [1, 2])',
  ],
  ['def g():\n    yield 1\n    yield from (2, 3)\n', 'list(g()), next(iter(g()))', '([1, 2, 3], 1)'],
  [
    'try:\n    import missing_thing\n    {}["k"]\nexcept KeyError as e:\n    r = "caught"\nfinally:\n    d = 1\n',
    'r, d',
    "('caught', 1)",
  ],
  [
    'x = 0\nwhile True:\n    x += 1\n    if x == 3:\n        continue\n    if x > 5:\n        break\nelse:\n    x = -1\n',
    'x',
    '6',
  ],
  ['a, (b, *c), d = 1, (2, 3, 4), 5\n', '(a, b, c, d)', '(1, 2, [3, 4], 5)'],
  [
    'n = 3\n',
    "f'{n:02d}-{n!r}', '%d of %s' % (1, 'a'), '{}-{k}'.format(1, k=2)",
    "('03-3', '1 of a', '1-2')",
  ],
  ['match (1, 2):\n    case (1, x) if x > 1:\n        r = x\n    case _:\n        r = 0\n', 'r', '2'],
  [
    'def deco(k):\n    def wrap(f):\n        def inner(*a):\n            return f(*a) + k\n        return inner\n    return wrap\n@deco(10)\ndef f(x):\n    return x\n',
    'f(1)',
    '11',
  ],
  ['from nowhere import odd\n@odd(3)\ndef f(x):\n    return x\n', 'f(1)', '1'],
  ['def f():\n    global g\n    g = 7\nf()\n', 'g', '7'],
  [
    'import torch\n',
    '[x.item() for x in torch.linspace(0, 1, 3)], torch.arange(3).tolist()',
    '([0.0, 0.5, 1.0], [0, 1, 2])',
  ],
  [
    'import argparse\np = argparse.ArgumentParser()\np.add_argument("--img-size", type=int, default="32")\np.add_argument("-d", "--depth", default=18)\np.add_argument("--fast", action="store_true")\nopt = p.parse_args()\n',
    '(opt.img_size, opt.depth, opt.fast)',
    '(32, 18, False)',
  ],
  [
    'from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int = None\nclass Q:\n    y = None\n',
    '(P().x, getattr(Q(), "y", 3), [None].pop())',
    '(None, None, None)',
  ],
  [
    'from collections import deque\nd = deque([1])\nd.appendleft(0)\nd.append(2)\nf = d.popleft()\n',
    'f, list(d)',
    '(0, [1, 2])',
  ],
  [
    'import numpy as np\nw, n = np.unique(np.round(np.array([7.6, 8.4, 12.5])), return_counts=True)\n',
    '[[int(a)] * b for a, b in zip(w, n)], round(2.5), round(-1.5)',
    '([[8, 8], [12]], 2, -2)',
  ],
  ['import numpy as np, torch\n', 'torch.diff(torch.tensor([1, 3, 7])).tolist()', '[2, 4]'],
  ['from nowhere import c\nif c:\n    x = 1\nelse:\n    assert False\n', 'x', '1'],
  ['import copy\na = [[1]]\nb = copy.deepcopy(a)\nb[0].append(2)\n', 'a, b', '([[1]], [[1, 2]])'],
];

test.each(programs)('%s%s', (text, expression, shown) => {
  const session = new Session({ uri, text }, noFiles, []);
  expect([repr(session.evaluate(expression)), session.vm.faults]).toEqual([shown, []]);
});

const folder: Readonly<Record<string, string>> = {
  'file:///work/parts/__init__.py': 'from .conv import *\nfrom .conv import hidden as shown\n',
  'file:///work/parts/conv.py':
    'import torch.nn as nn\nfrom ..sizes import WIDTH\n__all__ = ["make"]\ndef make():\n    return nn.Conv2d(3, WIDTH, 1)\ndef hidden():\n    return make()\n',
  'file:///work/sizes.py': 'from parts import make\nWIDTH = 5\n',
};

test('imports across files: relative, absolute, packages, stars, and circles', () => {
  const files = { read: (name: string) => folder[name] };
  const checked = check(
    'from parts import make, shown\nimport parts.conv as c\n',
    { entry: 'shown()', input: '1, 3, 4, 4' },
    files,
  );
  expect([checked.parameters, checked.reading.outputShapes]).toEqual([20, [[1, 5, 4, 4]]]);
  expect(checked.reading.dependencies).toContain('file:///work/parts/conv.py');
});

test('a name that is None is None in another file, too', () => {
  const files = { read: (name: string) => (name.endsWith('/a.py') ? 'NORM = None\n' : undefined) };
  const session = new Session({ uri, text: 'from a import NORM\n' }, files, []);
  expect(repr(session.evaluate('NORM'))).toBe('None');
});

/** Whatever the text, an answer comes, soon, and says nothing false. */
const odd: readonly (readonly [string, string])[] = [
  [
    'half-typed',
    'import torch.nn as nn\nclass Net(nn.Module):\n    def __init__(self):\n        self.a = nn.Conv2d(3, ',
  ],
  ['Python 2', 'import torch\nprint "x"\ndef f():\n    raise ValueError, "no"\n'],
  ['no end', 'import torch\nwhile True:\n    x = 1\n'],
  ['recursion', 'import torch\ndef f(n=0):\n    return f(n + 1)\nx = f()\n'],
  ['a huge range', 'import torch\nx = [i for i in range(10 ** 12)]\ny = "a" * 10 ** 9\nz = [0] * 10 ** 9\n'],
  [
    'a training script',
    'import torch, argparse, sys\nargs = argparse.ArgumentParser().parse_args()\ndata = open(args.file).read()\nfor x in data:\n    print(x)\nsys.exit(1)\n',
  ],
  [
    'a circle of classes',
    'import torch.nn as nn\nclass A(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.a = self\n    def forward(self, x):\n        return self.a(x)\n',
  ],
  [
    'a star of nowhere',
    'from nowhere import *\nimport torch\nclass Net(Base):\n    def forward(self, x):\n        return helper(x)\n',
  ],
  ['magics', '%matplotlib inline\nimport torch\n!pip install x\n'],
  [
    'Python 3.12 to 3.14',
    'import torch\ntype T[X] = list[X]\ndef f[Y](x: Y) -> Y:\n    match x:\n        case {"a": [1, *r]} if r: return f"{f"{x!r:>{10}}"}"\n        case _: return x\ntry:\n    f(1)\nexcept* ValueError as e:\n    pass\ntry:\n    pass\nexcept A, B:\n    pass\ns = t"{x}"\n',
  ],
  [
    'exits and waits',
    'import torch, sys, time\nwhile not torch.cuda.is_available():\n    time.sleep(1)\nsys.exit(main())\n',
  ],
  [
    'two that call each other without end',
    'import torch.nn as nn\nclass A(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.b = B()\n    def forward(self, x):\n        return x\nclass B(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.a = A()\n    def forward(self, x):\n        return x\n',
  ],
  ['generators without end', 'import torch\ndef g():\n    while True:\n        yield 1\nx = list(g())\n'],
];

test.each(odd)('%s', (_, text) => {
  const { findings, reading } = check(text);
  expect(findings.filter(f => f.severity === 'error')).toEqual([]);
  expect(reading.faults).toEqual([]);
});

test('claims files that import a framework', () => {
  const claims = (text: string): boolean => python.claims({ uri, text });
  expect([claims('import torch\n'), claims('from tensorflow import keras\n'), claims('import os\n')]).toEqual(
    [true, true, false],
  );
});

test('a default waits with its import until it is needed, and stays what it was', () => {
  const asked: string[] = [];
  const read = (name: string): string | undefined => {
    asked.push(name);
    return name === 'file:///work/sizes.py' ? 'WIDTH = 5\nclass Mode:\n    FAST = 7\n' : undefined;
  };
  const text =
    'from sizes import WIDTH, Mode\ndef f(w=WIDTH):\n    return w\n' +
    'class A:\n    Mode = 1\n    def f(self, m=Mode): return m\n' +
    'class B:\n    def g(self, m=Mode.FAST): return m\nWIDTH = 9\n';
  const session = new Session({ uri, text }, { read }, []);
  expect(asked).toEqual([]);
  expect(repr(session.evaluate('f(), f(2), WIDTH, A().f(), B().g()'))).toBe('(5, 2, 9, 1, 7)');
  expect(asked).toEqual(['file:///work/sizes.py']);
});
