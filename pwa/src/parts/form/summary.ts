import type { EngineNode } from '../../forms/engine-types';
import { leaves } from '../../forms/tree';

const MOST = 80;

/** A line that tells an entry from its neighbours: its first text, else the first choice made in it. */
export function summary(entry: EngineNode): string {
  const asked = [...leaves(entry, new Map())].map((leaf) => leaf.node).filter(isAnswered);
  const text = asked.find((node) => node.nodeType === 'input' && node.valueType === 'string');
  const said = text ? text.currentState.instanceValue : chosen(asked.find((node) => node.nodeType === 'select'));
  return said.length > MOST ? `${said.slice(0, MOST)}…` : said;
}

function isAnswered(node: EngineNode): boolean {
  const { relevant, instanceValue } = node.currentState;
  return relevant && instanceValue !== '' && node.nodeType !== 'model-value';
}

function chosen(node: EngineNode | undefined): string {
  const codes = (node?.currentState.value ?? []) as readonly string[];
  const options = node?.currentState.valueOptions ?? [];
  return codes.map((code) => options.find((one) => one.value === code)?.label.asString ?? code).join(', ');
}
