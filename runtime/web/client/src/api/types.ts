/** The shapes of the server's interface under the names the client uses; the shapes themselves are in openapi.ts. */
import type { components } from './openapi';

type Shapes = components['schemas'];

export type Id = string;
export type Text = Shapes['text'] | undefined;

export type Ref = Shapes['ref'];
export type Person = Shapes['person'];
export type Me = Shapes['me'];
export type User = Shapes['user'];

export type App = Shapes['app'];
export type Menu = Shapes['menu'];
export type MenuItem = Shapes['menu_item'];
export type Entity = Shapes['entity'];
export type Field = Shapes['field'];
export type Option = Shapes['option'];
export type State = Shapes['state'];
export type Form = Shapes['form'];
export type Section = Shapes['section'];
export type FieldUse = Shapes['field_use'];
export type Related = Shapes['related'];
export type View = Shapes['view'];

// ---- records: known members and one for each field of the entity
export type Value = null | undefined | boolean | number | string | Ref | string[] | RecordData[];
export type RecordData = Partial<Shapes['record']> & { [field: string]: unknown };
export type RecordPage = Omit<Shapes['record_page'], 'records'> & { records: RecordData[] };
export type RecordAction = Shapes['record_action'];
export type Transition = Shapes['record_transition'];
export type Computed = Omit<Shapes['computed'], 'values'> & {
  values?: Record<string, Value>;
  [child: string]: unknown;
};
export type Change = Shapes['change'];

export type Task = Shapes['task'];
export type TaskDetail = Omit<Shapes['task_detail'], 'record'> & { record: RecordData & { entity?: string } };
export type ReturnTarget = Shapes['return_target'];
export type TrailEntry = Shapes['trail_entry'];
export type Instance = Shapes['instance'];
export type FileRef = Shapes['file'];
export type Absence = Shapes['absence'];
export type StartChoice = Shapes['choice'];
export type Notification = Shapes['notification'];
export type Report = Shapes['report'];
export type ReportParameter = Shapes['report_parameter'];

export type Diagram = Shapes['diagram'];
export type DiagramNode = Shapes['diagram_node'];
export type Replay = Shapes['replay'];
export type ReplayStep = Shapes['replay_step'];
export type ReplayEvent = Shapes['replay_event'];
export type Durations = Shapes['durations'];
export type NodeDuration = Shapes['duration_figures'];
