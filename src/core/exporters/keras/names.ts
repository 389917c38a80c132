/** Gives each layer a name of its own that TensorFlow takes for a scope: letters, digits, dots, dashes, underscores. */
export class Names {
  private readonly taken = new Set<string>();
  private readonly given = new Map<string, string>();

  /** The same name for the same id. */
  of(id: string): string {
    const known = this.given.get(id);
    if (known !== undefined) return known;
    const name = this.fresh(id);
    this.given.set(id, name);
    return name;
  }

  fresh(wanted: string): string {
    const plain = wanted.replace(/[^\w.-]/g, '_').replace(/^[^A-Za-z0-9.]/, 'layer_') || 'layer';
    let name = plain;
    for (let i = 2; this.taken.has(name); i++) name = `${plain}_${i}`;
    this.taken.add(name);
    return name;
  }
}
