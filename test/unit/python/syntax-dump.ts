import type * as ast from '../../../src/core/frontends/python/syntax/index.js';
import { ExpressionDump, join, list } from './syntax-dump-expression.js';

/**
 * A tree as text, short enough to read: `x = f(1)` is `(= x (call f 1))`. `syntax-dump.py` writes CPython's trees in
 * the same way. With `exact`, floats are their bits, and expressions outside f-strings have their places: `x‹0-1›`.
 */
export class Dump extends ExpressionDump {
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

  private part(word: string, body: ast.Body): string | undefined {
    return body.length ? list(word, this.body(body)) : undefined;
  }

  private decorators(decorators: readonly ast.Expression[]): string[] {
    return this.all(decorators).map(one => `@${one}`);
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

const alias = ({ name, asname }: ast.Alias): string => (asname ? `${name} as ${asname}` : name);
