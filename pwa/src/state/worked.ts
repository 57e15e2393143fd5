import type { FormCopy } from '../device/types';
import { openForm } from '../forms';
import type { Changes } from '../server/messages';
import { template } from '../sync';
import { answers, type OpenRecord } from './record';

interface Asked {
  readonly set: Changes;
  readonly fetchList: (name: string) => Promise<string | null>;
}

/** A decision with what the form calculates from it, and the base that merged answers need. */
export async function worked(
  open: OpenRecord,
  form: FormCopy,
  { set, fetchList }: Asked,
): Promise<{ whole: Changes; was: Changes }> {
  const policy = new Map(form.units.units.map((unit) => [unit.path, unit]));
  const bases = Object.keys(set).filter((unit) => policy.get(template(unit))?.policy.is === 'set');
  const was = Object.fromEntries(bases.map((unit) => [unit, open.view.values[unit] ?? null]));
  const asked = new Set(Object.keys(set).map(template));
  const depends = form.units.units.some(
    (unit) => unit.policy.is === 'derived' && unit.inputs.some((one) => asked.has(one)),
  );
  if (!depends) return { whole: set, was };
  const derived = await calculated(open, form, { set, fetchList });
  const kept = Object.entries(derived).filter(([unit]) => policy.get(template(unit))?.policy.is === 'derived');
  return { whole: { ...Object.fromEntries(kept), ...set }, was };
}

async function calculated(open: OpenRecord, form: FormCopy, { set, fetchList }: Asked): Promise<Changes> {
  const values = answers(open.view.values);
  try {
    const session = await openForm({
      xform: form.xform,
      units: form.units,
      fetchList,
      values,
      draft: { ...values, ...set },
      stale: open.view.stale,
      language: '',
      username: '',
      deviceid: '',
    });
    const found = session.changes().set;
    session.close();
    return found;
  } catch {
    // A decision is never held up by a calculation: what depends on it is marked out of date instead.
    return {};
  }
}
