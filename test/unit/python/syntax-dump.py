"""Writes CPython's trees as `syntax-dump.ts` writes ours: one line of JSON for each path that stands in stdin's JSON.

A line is a list of pairs, for each statement of the file the line where it starts and its text; null where the file is
no Python for this version.
"""

import ast
import json
import re
import struct
import sys
import warnings

OPERATORS = {
    "Add": "+", "Sub": "-", "Mult": "*", "MatMult": "@", "Div": "/", "FloorDiv": "//", "Mod": "%", "Pow": "**",
    "LShift": "<<", "RShift": ">>", "BitOr": "|", "BitXor": "^", "BitAnd": "&", "Not": "not", "USub": "u-",
    "UAdd": "u+", "Invert": "u~", "And": "and", "Or": "or", "Eq": "==", "NotEq": "!=", "Lt": "<", "LtE": "<=",
    "Gt": ">", "GtE": ">=", "Is": "is", "IsNot": "is not", "In": "in", "NotIn": "not in",
}  # fmt: skip


def op(node):
    return OPERATORS[type(node).__name__]


def sexp(*items):
    return "(" + " ".join(item for item in items if item) + ")"


def quoted(text):
    return json.dumps(text).replace("\x7f", "\\u007f")


def alias(node):
    return f"{node.name} as {node.asname}" if node.asname else node.name


class Dump:
    def __init__(self, text):
        self.text = text
        breaks = [match.end() for match in re.finditer(r"\r\n|\r|\n", text)]
        self.starts = [0, *breaks, len(text)]
        units = [0]
        for start, end in zip(self.starts, self.starts[1:]):
            units.append(units[-1] + self.units(text[start:end]))
        self.unit_starts = units
        self.places = True

    @staticmethod
    def units(text):
        return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2

    def offset(self, line, column):
        written = self.text[self.starts[line - 1] : self.starts[line]]
        if not written.isascii():
            column = self.units(written.encode()[:column].decode())
        bom = 1 if line == 1 and self.text.startswith("\ufeff") else 0
        return self.unit_starts[line - 1] + column + bom

    def place(self, node):
        start = self.offset(node.lineno, node.col_offset)
        return f"‹{start}-{self.offset(node.end_lineno, node.end_col_offset)}›"

    def body(self, nodes):
        return " ".join(self.statement(node) for node in nodes)

    def part(self, word, nodes):
        return sexp(word, self.body(nodes)) if nodes else ""

    def statement(self, node):
        return getattr(self, type(node).__name__)(node)

    def e(self, node):
        if node is None:
            return ""
        text = getattr(self, type(node).__name__)(node)
        return text + self.place(node) if self.places else text

    def all(self, nodes):
        return [self.e(node) for node in nodes]

    def keywords(self, nodes):
        return [("**" if node.arg is None else node.arg + "=") + self.e(node.value) for node in nodes]

    def FunctionDef(self, node, word="def"):
        decorators = ["@" + self.e(one) for one in node.decorator_list]
        returns = "-> " + self.e(node.returns) if node.returns else ""
        return sexp(word, *decorators, node.name, self.params(node.args), returns, self.body(node.body))

    def AsyncFunctionDef(self, node):
        return self.FunctionDef(node, "async def")

    def ClassDef(self, node):
        decorators = ["@" + self.e(one) for one in node.decorator_list]
        bases = "[" + " ".join(self.all(node.bases) + self.keywords(node.keywords)) + "]"
        return sexp("class", *decorators, node.name, bases, self.body(node.body))

    def params(self, node):
        plain = node.posonlyargs + node.args
        defaults = [None] * (len(plain) - len(node.defaults)) + node.defaults
        marks = ["/"] * len(node.posonlyargs) + [""] * len(node.args)
        texts = [self.param(*triple) for triple in zip(marks, plain, defaults)]
        if node.vararg:
            texts.append(self.param("*", node.vararg))
        texts += [self.param("!", arg, value) for arg, value in zip(node.kwonlyargs, node.kw_defaults)]
        if node.kwarg:
            texts.append(self.param("**", node.kwarg))
        return "[" + " ".join(texts) + "]"

    def param(self, mark, arg, default=None):
        annotation = ": " + self.e(arg.annotation) if arg.annotation else ""
        return mark + arg.arg + annotation + ("=" + self.e(default) if default else "")

    def Return(self, node):
        return sexp("return", self.e(node.value))

    def Delete(self, node):
        return sexp("del", *self.all(node.targets))

    def Assign(self, node):
        return sexp("=", *self.all(node.targets), self.e(node.value))

    def AugAssign(self, node):
        return sexp(op(node.op) + "=", self.e(node.target), self.e(node.value))

    def AnnAssign(self, node):
        return sexp(":", self.e(node.target), self.e(node.annotation), self.e(node.value))

    def For(self, node, word="for"):
        return sexp(word, self.e(node.target), self.e(node.iter), self.body(node.body), self.part("else", node.orelse))

    def AsyncFor(self, node):
        return self.For(node, "async for")

    def While(self, node):
        return sexp("while", self.e(node.test), self.body(node.body), self.part("else", node.orelse))

    def If(self, node):
        branches = [node]
        while len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
            if node.orelse[0].col_offset != branches[0].col_offset:
                break
            node = node.orelse[0]
            branches.append(node)
        texts = [sexp(self.e(one.test), self.body(one.body)) for one in branches]
        return sexp("if", *texts, self.part("else", node.orelse))

    def With(self, node, word="with"):
        items = [sexp(self.e(item.context_expr), self.e(item.optional_vars)) for item in node.items]
        return sexp(word, *items, self.body(node.body))

    def AsyncWith(self, node):
        return self.With(node, "async with")

    def Match(self, node):
        cases = [
            sexp("case", self.e_pattern(one.pattern), "if " + self.e(one.guard) if one.guard else "", self.body(one.body))
            for one in node.cases
        ]
        return sexp("match", self.e(node.subject), *cases)

    def e_pattern(self, node):
        return getattr(self, type(node).__name__)(node)

    def MatchValue(self, node):
        return self.e(node.value)

    def MatchSingleton(self, node):
        return str(node.value) + (self.place(node) if self.places else "")

    def MatchSequence(self, node):
        return sexp("seq", *map(self.e_pattern, node.patterns))

    def MatchMapping(self, node):
        items = [f"{self.e(key)}: {self.e_pattern(pattern)}" for key, pattern in zip(node.keys, node.patterns)]
        return sexp("map", *items, "**" + node.rest if node.rest else "")

    def MatchClass(self, node):
        pairs = zip(node.kwd_attrs, node.kwd_patterns)
        keywords = [f"{name}={self.e_pattern(pattern)}" for name, pattern in pairs]
        return sexp("cls", self.e(node.cls), *map(self.e_pattern, node.patterns), *keywords)

    def MatchStar(self, node):
        return "*" + (node.name or "_")

    def MatchAs(self, node):
        return sexp("as", self.e_pattern(node.pattern), node.name) if node.pattern else "?" + (node.name or "_")

    def MatchOr(self, node):
        return sexp("|", *map(self.e_pattern, node.patterns))

    def Raise(self, node):
        return sexp("raise", self.e(node.exc), "from " + self.e(node.cause) if node.cause else "")

    def Try(self, node, word="try"):
        handlers = [
            sexp("except", self.e(one.type), "as " + one.name if one.name else "", self.body(one.body))
            for one in node.handlers
        ]
        tail = [self.part("else", node.orelse), self.part("finally", node.finalbody)]
        return sexp(word, self.body(node.body), *handlers, *tail)

    def TryStar(self, node):
        return self.Try(node, "try*")

    def Assert(self, node):
        return sexp("assert", self.e(node.test), self.e(node.msg))

    def Import(self, node):
        return sexp("import", *map(alias, node.names))

    def ImportFrom(self, node):
        return sexp("from", "." * node.level + (node.module or ""), *map(alias, node.names))

    def Global(self, node):
        return sexp("global", *node.names)

    def Nonlocal(self, node):
        return sexp("nonlocal", *node.names)

    def Expr(self, node):
        return self.e(node.value)

    def Pass(self, node):
        return "(pass)"

    def Break(self, node):
        return "(break)"

    def Continue(self, node):
        return "(continue)"

    def Constant(self, node):
        value = node.value
        if value is ...:
            return "..."
        if isinstance(value, str):
            return "(named)" if "\ufffd" in value or self.is_named(node) else quoted(value)
        if isinstance(value, bytes):
            return "b" + quoted(value.decode("latin-1"))
        if isinstance(value, complex):
            return self.float(value.imag) + "j"
        return self.float(value) if isinstance(value, float) else str(value)

    def is_named(self, node):
        """Whether a character is written by its Unicode name."""
        if "\\N{" not in self.text:
            return False
        written = ast.get_source_segment(self.text, node) or ""
        return written[0] not in "rR" and re.search(r"(?<!\\)(\\\\)*\\N\{", written) is not None

    def float(self, value):
        return "f" + struct.pack(">d", value).hex()

    def Name(self, node):
        return node.id

    def Attribute(self, node):
        return sexp(".", self.e(node.value), node.attr)

    def Subscript(self, node):
        return sexp("[]", self.e(node.value), self.e(node.slice))

    def Slice(self, node):
        return sexp(":", *[self.e(bound) or "_" for bound in (node.lower, node.upper, node.step)])

    def Call(self, node):
        return sexp("call", self.e(node.func), *self.all(node.args), *self.keywords(node.keywords))

    def BoolOp(self, node):
        return sexp(op(node.op), *self.all(node.values))

    def BinOp(self, node):
        return sexp(op(node.op), self.e(node.left), self.e(node.right))

    def UnaryOp(self, node):
        return sexp(op(node.op), self.e(node.operand))

    def Compare(self, node):
        pairs = zip(node.ops, node.comparators)
        return sexp("cmp", self.e(node.left), *[f"{op(one)} {self.e(right)}" for one, right in pairs])

    def IfExp(self, node):
        return sexp("?", self.e(node.test), self.e(node.body), self.e(node.orelse))

    def NamedExpr(self, node):
        return sexp(":=", self.e(node.target), self.e(node.value))

    def Lambda(self, node):
        return sexp("lambda", self.params(node.args), self.e(node.body))

    def Dict(self, node):
        pairs = zip(node.keys, node.values)
        return sexp("dict", *[f"{self.e(key)}: {self.e(value)}" if key else f"**{self.e(value)}" for key, value in pairs])

    def comprehension(self, node, kind):
        return sexp(kind, self.e(node.elt), *map(self.generator, node.generators))

    def ListComp(self, node):
        return self.comprehension(node, "listComp")

    def SetComp(self, node):
        return self.comprehension(node, "setComp")

    def GeneratorExp(self, node):
        return self.comprehension(node, "generatorExp")

    def DictComp(self, node):
        return sexp("dictComp", f"{self.e(node.key)}: {self.e(node.value)}", *map(self.generator, node.generators))

    def generator(self, node):
        word = "async for" if node.is_async else "for"
        return sexp(word, self.e(node.target), self.e(node.iter), *["if " + test for test in self.all(node.ifs)])

    def List(self, node):
        return sexp("list", *self.all(node.elts))

    def Tuple(self, node):
        return sexp("tuple", *self.all(node.elts))

    def Set(self, node):
        return sexp("set", *self.all(node.elts))

    def Starred(self, node):
        return sexp("*", self.e(node.value))

    def Await(self, node):
        return sexp("await", self.e(node.value))

    def Yield(self, node):
        return sexp("yield", self.e(node.value))

    def YieldFrom(self, node):
        return sexp("yieldFrom", self.e(node.value))

    def JoinedStr(self, node):
        places, self.places = self.places, False
        parts = [quoted(one.value) if isinstance(one, ast.Constant) else self.field(one) for one in node.values]
        self.places = places
        return sexp("f", *parts)

    def field(self, node):
        conversion = "!" + chr(node.conversion) if node.conversion >= 0 else ""
        spec = ":" + self.JoinedStr(node.format_spec) if node.format_spec else ""
        return "{" + self.e(node.value) + conversion + spec + "}"


def dump(path):
    with open(path, "rb") as file:
        text = file.read().decode("utf-8", "replace")
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return None
    one = Dump(text)
    return [[node.lineno, one.statement(node)] for node in tree.body]


sys.setrecursionlimit(10_000)
warnings.simplefilter("ignore")
for path in json.load(sys.stdin):
    print(json.dumps(dump(path)))
