/** The part of the form engine's interface that this app reads and calls. */
export interface EngineText {
  readonly asString: string;
  readonly formatted: readonly RichNode[];
}

export interface RichNode {
  readonly id: string;
  readonly role: 'parent' | 'child' | 'line-break' | 'html';
  readonly elementName?: string;
  readonly value?: string;
  readonly unsafeHtml?: string;
  readonly url?: string;
  readonly children?: readonly RichNode[];
  readonly properties?: { readonly style: { readonly color?: string } } | undefined;
}

export interface EngineChoice {
  readonly value: string;
  readonly label: EngineText;
}

export interface EngineState {
  readonly relevant: boolean;
  readonly readonly: boolean;
  readonly required: boolean;
  readonly label: EngineText | null;
  readonly hint: EngineText | null;
  readonly children: readonly EngineNode[] | null;
  readonly value: unknown;
  readonly instanceValue: string;
  readonly valueOptions: readonly EngineChoice[] | null;
}

export interface EngineViolation {
  readonly condition: 'constraint' | 'required';
  readonly message: EngineText | null;
}

export interface EngineNode {
  readonly nodeType: string;
  readonly nodeId: string;
  readonly valueType?: string;
  readonly selectType?: 'select' | 'select1';
  readonly parent: EngineNode | null;
  readonly appearances: Readonly<Record<string, unknown>> | null;
  readonly definition: EngineDefinition;
  readonly currentState: EngineState;
  readonly validationState: { readonly violation?: EngineViolation | null };
  setValue?(value: unknown): unknown;
  selectValue?(value: string | null): unknown;
  selectValues?(values: readonly string[]): unknown;
  setValues?(values: readonly string[]): unknown;
  addInstances?(after?: number, count?: number): unknown;
  removeInstances?(start: number, count?: number): unknown;
}

export interface EngineDefinition {
  readonly qualifiedName: { readonly localName: string };
  readonly bounds?: RangeBounds;
}

export interface RangeBounds {
  readonly start: unknown;
  readonly end: unknown;
  readonly step: unknown;
}

export interface EngineLanguage {
  readonly isSyntheticDefault?: true;
  readonly language: string;
  readonly locale?: { readonly language: string; toString(): string } | undefined;
}

export interface EngineRoot extends EngineNode {
  readonly languages: readonly EngineLanguage[];
  readonly currentState: EngineState & { readonly activeLanguage: EngineLanguage };
  setLanguage(language: EngineLanguage): unknown;
}
