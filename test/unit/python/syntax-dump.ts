import type * as ast from '../../../src/core/frontends/python/syntax/index.js';

/**
 * A tree as text, short enough to read: `x = f(1)` is `(= x (call f 1))`. `syntax-dump.py` writes CPython's trees in
 * the same way. With `exact`, floats are their bits, and expressions outside f-strings have their places: `x‹0-1›`.
 */
export class Dump {
  private places: boolean;

  constructor(private readonly exact = false) {
    this.places = exact;
  }

  body(statements: ast.Body): string {
    return statements.map(statement => this.statement(statement)).join(' ');
  }

  statement(s: ast.Statement): string {
    switch (s.kind) {
      case 'functionDef':
        return list(
          s.isAsync ? 'async def' : 'def',
          ...this.decorators(s.decorators),
          s.name + this.typeParams(s.typeParams),
          this.params(s.params),
          s.returns && `-> ${this.expression(s.returns)}`,
          this.body(s.body),
        );
      case 'classDef':
        return list(
          'class',
          ...this.decorators(s.decorators),
          s.name + this.typeParams(s.typeParams),
          `[${join(this.all(s.bases), this.keywords(s.keywords))}]`,
          this.body(s.body),
        );
      case 'return':
        return list('return', this.maybe(s.value));
      case 'delete':
        return list('del', ...this.all(s.targets));
      case 'assign':
        return list('=', ...this.all(s.targets), this.expression(s.value));
      case 'augAssign':
        return list(`${s.op}=`, this.expression(s.target), this.expression(s.value));
      case 'annAssign':
        return list(':', this.expression(s.target), this.expression(s.annotation), this.maybe(s.value));
      case 'typeAlias':
        return list('type', s.name + this.typeParams(s.typeParams), this.expression(s.value));
      case 'for':
        return list(
          s.isAsync ? 'async for' : 'for',
          this.expression(s.target),
          this.expression(s.iter),
          this.body(s.body),
          this.part('else', s.orelse),
        );
      case 'while':
        return list('while', this.expression(s.test), this.body(s.body), this.part('else', s.orelse));
      case 'if':
        return list(
          'if',
          ...s.branches.map(({ test, body }) => list(this.expression(test), this.body(body))),
          this.part('else', s.orelse),
        );
      case 'with':
        return list(
          s.isAsync ? 'async with' : 'with',
          ...s.items.map(({ context, target }) => list(this.expression(context), this.maybe(target))),
          this.body(s.body),
        );
      case 'match':
        return list('match', this.expression(s.subject), ...s.cases.map(one => this.matchCase(one)));
      case 'raise':
        return list('raise', this.maybe(s.exc), s.cause && `from ${this.expression(s.cause)}`);
      case 'try':
        return list(
          s.isStar ? 'try*' : 'try',
          this.body(s.body),
          ...s.handlers.map(one =>
            list('except', this.maybe(one.type), one.name && `as ${one.name}`, this.body(one.body)),
          ),
          this.part('else', s.orelse),
          this.part('finally', s.finalbody),
        );
      case 'assert':
        return list('assert', this.expression(s.test), this.maybe(s.msg));
      case 'import':
        return list('import', ...s.names.map(alias));
      case 'importFrom':
        return list('from', '.'.repeat(s.level) + (s.module ?? ''), ...s.names.map(alias));
      case 'global':
      case 'nonlocal':
        return list(s.kind, ...s.names);
      case 'expr':
        return this.expression(s.value);
      case 'error':
        return list('error', ...this.all(s.parts));
      default:
        return list(s.kind);
    }
  }

  expression(e: ast.Expression): string {
    return this.places ? `${this.bare(e)}‹${e.at.start}-${e.at.end}›` : this.bare(e);
  }

  private bare(e: ast.Expression): string {
    switch (e.kind) {
      case 'none':
        return 'None';
      case 'bool':
        return e.value ? 'True' : 'False';
      case 'int':
        return String(e.value);
      case 'float':
        return this.float(e.value);
      case 'complex':
        return `${this.float(e.value)}j`;
      case 'str':
        return this.string(e.value);
      case 'bytes':
        return `b${quoted(e.value)}`;
      case 'ellipsis':
        return '...';
      case 'name':
        return e.id;
      case 'attribute':
        return list('.', this.expression(e.value), e.attr);
      case 'subscript':
        return list('[]', this.expression(e.value), this.expression(e.slice));
      case 'slice':
        return list(':', ...[e.lower, e.upper, e.step].map(bound => this.maybe(bound) ?? '_'));
      case 'call':
        return list(
          e.incomplete && !this.exact ? 'call?' : 'call',
          this.expression(e.func),
          ...this.all(e.args),
          ...this.keywords(e.keywords),
        );
      case 'boolOp':
        return list(e.op, ...this.all(e.values));
      case 'binOp':
        return list(e.op, this.expression(e.left), this.expression(e.right));
      case 'unaryOp':
        return list(e.op === 'not' ? 'not' : `u${e.op}`, this.expression(e.operand));
      case 'compare':
        return list(
          'cmp',
          this.expression(e.left),
          ...e.ops.map((op, i) => `${op} ${this.expression(e.comparators[i]!)}`),
        );
      case 'ifExp':
        return list('?', this.expression(e.test), this.expression(e.body), this.expression(e.orelse));
      case 'namedExpr':
        return list(':=', this.expression(e.target), this.expression(e.value));
      case 'lambda':
        return list('lambda', this.params(e.params), this.expression(e.body));
      case 'dict':
        return list(
          'dict',
          ...e.items.map(({ key, value }) =>
            key ? `${this.expression(key)}: ${this.expression(value)}` : `**${this.expression(value)}`,
          ),
        );
      case 'listComp':
      case 'setComp':
      case 'generatorExp':
        return list(e.kind, this.expression(e.elt), ...this.generators(e.generators));
      case 'dictComp':
        return list(
          e.kind,
          `${this.expression(e.key)}: ${this.expression(e.value)}`,
          ...this.generators(e.generators),
        );
      case 'starred':
        return list('*', this.expression(e.value));
      case 'await':
      case 'yieldFrom':
        return list(e.kind, this.expression(e.value));
      case 'yield':
        return list('yield', this.maybe(e.value));
      case 'joinedStr':
      case 'templateStr':
        return this.formatted(e);
      case 'error':
        return list('error', ...this.all(e.parts));
      default:
        return list(e.kind, ...this.all(e.elts));
    }
  }

  private formatted(e: ast.JoinedStr | ast.TemplateStr): string {
    const { places } = this;
    this.places = false;
    const parts = e.values.map(value => {
      if (value.kind === 'str') return quoted(value.value);
      const conversion = value.conversion ? `!${value.conversion}` : '';
      const spec = value.formatSpec ? `:${this.formatted(value.formatSpec)}` : '';
      return `{${this.expression(value.value)}${conversion}${spec}}`;
    });
    this.places = places;
    return list(e.kind === 'joinedStr' ? 'f' : 't', ...parts);
  }

  pattern(p: ast.Pattern): string {
    switch (p.kind) {
      case 'matchValue':
      case 'matchSingleton':
        return this.expression(p.value);
      case 'matchSequence':
        return list('seq', ...p.patterns.map(one => this.pattern(one)));
      case 'matchMapping':
        return list(
          'map',
          ...p.items.map(({ key, pattern }) => `${this.expression(key)}: ${this.pattern(pattern)}`),
          p.rest && `**${p.rest}`,
        );
      case 'matchClass':
        return list(
          'cls',
          this.expression(p.cls),
          ...p.patterns.map(one => this.pattern(one)),
          ...p.keywords.map(({ name, pattern }) => `${name}=${this.pattern(pattern)}`),
        );
      case 'matchStar':
        return `*${p.name ?? '_'}`;
      case 'matchAs':
        return p.pattern ? list('as', this.pattern(p.pattern), p.name) : `?${p.name ?? '_'}`;
      case 'matchOr':
        return list('|', ...p.patterns.map(one => this.pattern(one)));
      case 'error':
        return list('error', ...this.all(p.parts));
    }
  }

  private matchCase({ pattern, guard, body }: ast.MatchCase): string {
    return list('case', this.pattern(pattern), guard && `if ${this.expression(guard)}`, this.body(body));
  }

  /** The names of characters are not known to us. */
  private string(value: string): string {
    return this.exact && value.includes('\ufffd') ? '(named)' : quoted(value);
  }

  private float(value: number): string {
    if (!this.exact) return Number.isInteger(value) ? `${value}.0` : String(value);
    const bits = new DataView(new ArrayBuffer(8));
    bits.setFloat64(0, value);
    return `f${bits.getBigUint64(0).toString(16).padStart(16, '0')}`;
  }

  private maybe(e: ast.Expression | undefined): string | undefined {
    return e && this.expression(e);
  }

  private all(expressions: readonly ast.Expression[]): string[] {
    return expressions.map(e => this.expression(e));
  }

  private part(word: string, body: ast.Body): string | undefined {
    return body.length ? list(word, this.body(body)) : undefined;
  }

  private decorators(decorators: readonly ast.Expression[]): string[] {
    return this.all(decorators).map(one => `@${one}`);
  }

  private keywords(keywords: readonly ast.Keyword[]): string[] {
    return keywords.map(
      ({ arg, value }) => `${arg === undefined ? '**' : `${arg}=`}${this.expression(value)}`,
    );
  }

  private generators(generators: readonly ast.Generator[]): string[] {
    return generators.map(one =>
      list(
        one.isAsync ? 'async for' : 'for',
        this.expression(one.target),
        this.expression(one.iter),
        ...this.all(one.ifs).map(test => `if ${test}`),
      ),
    );
  }

  private params(params: readonly ast.Parameter[]): string {
    const marks = { positionalOnly: '/', positional: '', varArgs: '*', keywordOnly: '!', kwArgs: '**' };
    const texts = params.map(
      ({ kind, name, annotation, default: value }) =>
        marks[kind] +
        name +
        (annotation ? `: ${this.expression(annotation)}` : '') +
        (value ? `=${this.expression(value)}` : ''),
    );
    return `[${texts.join(' ')}]`;
  }

  private typeParams(params: readonly ast.TypeParam[]): string {
    const marks = { typeVar: '', typeVarTuple: '*', paramSpec: '**' };
    const texts = params.map(
      ({ kind, name, bound, default: value }) =>
        marks[kind] +
        name +
        (bound ? `: ${this.expression(bound)}` : '') +
        (value ? `=${this.expression(value)}` : ''),
    );
    return texts.length ? `[${texts.join(' ')}]` : '';
  }
}

const join = (...lists: readonly (readonly string[])[]): string => lists.flat().join(' ');

const list = (...items: readonly (string | undefined)[]): string =>
  `(${items.filter(item => item !== undefined && item !== '').join(' ')})`;

const alias = ({ name, asname }: ast.Alias): string => (asname ? `${name} as ${asname}` : name);

/** ASCII, so that it cannot be taken for a place. */
const quoted = (text: string): string =>
  JSON.stringify(text).replace(/[^ -~]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
