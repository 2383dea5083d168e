/** A form as flat values, so that two versions can be compared field by field. */
export type FormValues = Record<string, string | boolean | string[]>;

export type Change<F> = { field: keyof F & string; before: F[keyof F]; after: F[keyof F] };

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

export function changes<F extends FormValues>(before: F, after: F): Change<F>[] {
  return (Object.keys(after) as (keyof F & string)[])
    .filter((field) => !same(before[field], after[field]))
    .map((field) => ({ field, before: before[field], after: after[field] }));
}

/** Mine where I changed something, theirs elsewhere. */
export function mergeOnto<F extends FormValues>(base: F, mine: F, theirs: F): F {
  const merged = { ...theirs };
  for (const { field } of changes(base, mine)) merged[field] = mine[field];
  return merged;
}

/** The fields that both sides changed, and differently. */
export function clashes<F extends FormValues>(base: F, mine: F, theirs: F): string[] {
  const others = new Set(changes(base, theirs).map((c) => c.field));
  return changes(base, mine)
    .filter((c) => others.has(c.field) && !same(mine[c.field], theirs[c.field]))
    .map((c) => c.field);
}

export function show(value: string | boolean | string[] | undefined): string {
  if (value === undefined || value === "" || (Array.isArray(value) && value.length === 0))
    return "nothing";
  if (typeof value === "boolean") return value ? "on" : "off";
  return Array.isArray(value) ? value.join("\n") : value;
}
