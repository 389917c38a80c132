import type * as ast from '../../../src/core/frontends/python/syntax/index.js';

/** Expressions as text; see `Dump`. */
export class ExpressionDump {
  private places: boolean;

  constructor(private readonly exact = false) {
    this.places = exact;
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

  protected maybe(e: ast.Expression | undefined): string | undefined {
    return e && this.expression(e);
  }

  protected all(expressions: readonly ast.Expression[]): string[] {
    return expressions.map(e => this.expression(e));
  }

  protected keywords(keywords: readonly ast.Keyword[]): string[] {
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

  protected params(params: readonly ast.Parameter[]): string {
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
}

export const join = (...lists: readonly (readonly string[])[]): string => lists.flat().join(' ');

export const list = (...items: readonly (string | undefined)[]): string =>
  `(${items.filter(item => item !== undefined && item !== '').join(' ')})`;

/** ASCII, so that it cannot be taken for a place. */
const quoted = (text: string): string =>
  JSON.stringify(text).replace(/[^ -~]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
