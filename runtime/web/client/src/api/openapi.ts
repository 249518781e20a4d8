/** Written by `npm run api-types` from schemas/http.json; do not edit. */
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    diagnostic: {
      /** @description For example REC-006; docs/diagnostics says more */
      code: string;
      /** @enum {unknown} */
      severity: 'error' | 'warning' | 'note';
      text: string;
      hint?: string;
      /** @description customer, lines[2].quantity */
      field?: string;
      file?: string;
      line?: number;
      column?: number;
      element?: string;
    };
    /** @description RFC 9457 */
    problem: {
      type: string;
      title: string;
      status: number;
      detail?: string;
      diagnostics?: components['schemas']['diagnostic'][];
    };
    /** @description A text in both languages */
    text:
      | {
          en?: string;
          zh?: string;
        }
      | string
      | null;
    person_ref: {
      /** @description Digits; as text, since it has more than 53 bits */
      id: string;
      name: string;
    };
    record_ref: {
      entity: string;
      /** @description Digits; as text, since it has more than 53 bits */
      id: string;
      title: string;
    };
    ref: {
      /** @description Digits; as text, since it has more than 53 bits */
      id: string;
      title: string;
    };
    me: {
      /** @description Digits; as text, since it has more than 53 bits */
      id: string;
      login: string;
      name: string;
      title?: string;
      /** @enum {unknown} */
      language: 'en' | 'zh';
      roles: string[];
      administrator: boolean;
      unit: components['schemas']['person_ref'] | null;
      manager: components['schemas']['person_ref'] | null;
    };
    session: {
      person: components['schemas']['me'];
      /** @description Send it as X-CSRF-Token with every change made by the cookie */
      csrf: string;
    };
    person: {
      /** @description Digits; as text, since it has more than 53 bits */
      id: string;
      name: string;
      login?: string;
      title?: string | null;
      /** @description Its name */
      unit?: string;
    };
    user_input: {
      /** @description Without it: that of the person's record */
      login?: string;
      /**
       * Format: id
       * @description Digits; as text, since it has more than 53 bits
       */
      person?: string;
      /** @description Where there is no such person yet: the name of a new one */
      name?: string;
      password?: string;
      roles?: string[];
    };
    user_patch: {
      roles?: string[];
      active?: boolean;
      password?: string;
      /** @enum {unknown} */
      language?: 'en' | 'zh';
    };
    user: {
      login: string;
      person: components['schemas']['person_ref'] | null;
      /** @description Whether one is set */
      password?: boolean;
      roles: string[];
      active: boolean;
      language?: string;
    };
    option: {
      id: string;
      label?: components['schemas']['text'];
      color?: string;
    };
    field: {
      id: string;
      type: string;
      label?: components['schemas']['text'];
      help?: components['schemas']['text'];
      required?: boolean;
      read_only?: boolean;
      read_only_after_create?: boolean;
      computed?: boolean;
      system?: boolean;
      in_list?: boolean;
      options?: components['schemas']['option'][];
      /** @description The entity a reference points to */
      to?: string;
      /** @description The entity of a child table's rows */
      of?: string;
      lookup_from?: string;
      lookup_field?: string;
      result?: string;
      filtered?: boolean;
      min_length?: number;
      max_length?: number;
      min?: unknown;
      max?: unknown;
      scale?: number;
      precision?: number;
      currency?: string;
      stored?: boolean;
      sortable?: boolean;
      filterable?: boolean;
      visible_when?: boolean;
      required_when?: boolean;
      read_only_when?: boolean;
    };
    state: {
      id: string;
      label?: components['schemas']['text'];
      color?: string;
      locked?: boolean;
      /** @description Not on the main way: a refusal leads to it, or it is an end beside the main one */
      beside?: boolean;
    };
    field_use: {
      field: string;
      span?: number;
      label?: components['schemas']['text'];
    };
    section: {
      id: string;
      label?: components['schemas']['text'];
      columns?: number;
      fields?: components['schemas']['field_use'][];
      child_table?: string;
    };
    related: {
      id: string;
      label?: components['schemas']['text'];
      entity: string;
      by: string;
      fields?: components['schemas']['field_use'][];
    };
    form: {
      id: string;
      label?: components['schemas']['text'];
      sections: components['schemas']['section'][];
      related?: components['schemas']['related'][];
    };
    view: {
      id: string;
      label?: components['schemas']['text'];
      type?: string;
      columns: components['schemas']['field_use'][];
      sort?: {
        field: string;
        descending?: boolean;
      }[];
      filter?: string;
    };
    entity: {
      id: string;
      label?: components['schemas']['text'];
      plural?: components['schemas']['text'];
      icon?: string;
      title_fields?: string[];
      states?: components['schemas']['state'][];
      transitions?: {
        id: string;
        label?: components['schemas']['text'];
        to?: string;
      }[];
      fields: components['schemas']['field'][];
      child_of?: string;
      rights: {
        create: boolean;
        read: string;
        update: string;
        delete: string;
        export: boolean;
      };
      form?: components['schemas']['form'];
      views?: components['schemas']['view'][];
      actions?: {
        flow: string;
        action: string;
        label?: components['schemas']['text'];
      }[];
    };
    menu_item: {
      id: string;
      label?: components['schemas']['text'];
      icon?: string;
      view?: string;
      entity?: string;
      report?: string;
    };
    menu: {
      id: string;
      label?: components['schemas']['text'];
      icon?: string;
      order?: number;
      items: components['schemas']['menu_item'][];
    };
    report_parameter: {
      id: string;
      label?: components['schemas']['text'];
      type: string;
      default?: unknown;
      value?: unknown;
      options?: components['schemas']['option'][];
    };
    /** @description What the signed-in person may see */
    app: {
      deployment: string;
      company: string;
      /** @description The time zone of the company: Asia/Shanghai */
      zone?: string;
      menus: components['schemas']['menu'][];
      entities: {
        [key: string]: components['schemas']['entity'];
      };
      reports: {
        id: string;
        label?: components['schemas']['text'];
        parameters?: components['schemas']['report_parameter'][];
      }[];
      flows: {
        id: string;
        label?: components['schemas']['text'];
        entity?: string | null;
      }[];
    };
    record_action: {
      flow: string;
      action: string;
      label?: components['schemas']['text'];
      enabled: boolean;
      reason?: components['schemas']['text'];
    };
    record_transition: {
      id: string;
      label?: components['schemas']['text'];
      enabled: boolean;
      reason?: components['schemas']['text'];
    };
    /** @description The fields of the entity by name */
    record: {
      /** @description Digits; as text, since it has more than 53 bits */
      id: string;
      version: number;
      title?: string;
      state?: string;
      locked?: boolean;
      rights?: {
        update: boolean;
        delete: boolean;
      };
      actions?: components['schemas']['record_action'][];
      transitions?: components['schemas']['record_transition'][];
    };
    /** @description Fields of the entity by name */
    record_input: Record<string, never>;
    /** @description Changed fields only; of child tables the whole list */
    record_patch: Record<string, never>;
    record_page: {
      records: components['schemas']['record'][];
      next: string | null;
      count?: number;
    };
    /** @description What a form shows while one types */
    computed: {
      values?: Record<string, never>;
      visible?: {
        [key: string]: boolean;
      };
      sections?: {
        [key: string]: boolean;
      };
      required?: {
        [key: string]: boolean;
      };
      read_only?: {
        [key: string]: boolean;
      };
      errors?: {
        field?: string;
        text: string;
      }[];
    };
    change: {
      /** Format: date-time */
      at: string;
      by?: components['schemas']['person_ref'] | null;
      what: string;
      changes?: {
        field: string;
        old: unknown;
        new: unknown;
        /** @description Of a child table, whose old and new are numbers of lines: those that came, went or differ */
        lines?: {
          id: string;
          /** @enum {unknown} */
          what: 'create' | 'update' | 'delete';
          title: string;
          changes: {
            field: string;
            old: unknown;
            new: unknown;
          }[];
        }[];
      }[];
    };
    file: {
      /** @description Digits; as text, since it has more than 53 bits */
      id: string;
      name: string;
      type?: string;
      size?: number;
    };
    absence: {
      /** @description Digits; as text, since it has more than 53 bits */
      id: string;
      person: components['schemas']['person_ref'];
      stand_in: components['schemas']['person_ref'];
      /** Format: date-time */
      from: string;
      /** Format: date-time */
      to: string;
      note?: string;
      active?: boolean;
    };
    absence_list: {
      absences: components['schemas']['absence'][];
      /** @description Those in which one stands in oneself */
      standing_in: components['schemas']['absence'][];
    };
    /** @description A step for which the initiator names people */
    choice: {
      node: string;
      label?: components['schemas']['text'];
      min: number;
      max?: number | null;
      /** @description Who may be named; null: everybody */
      people?: components['schemas']['person_ref'][] | null;
      /** @description Named in the round before */
      chosen: components['schemas']['person_ref'][];
    };
    trail_entry: {
      kind: string;
      at?: string | null;
      node?: string | null;
      node_label?: components['schemas']['text'];
      person?: components['schemas']['person_ref'] | null;
      on_behalf_of?: components['schemas']['person_ref'] | null;
      action?: string | null;
      comment?: string | null;
      waited_seconds?: number | null;
      /** @description Of what somebody did who was asked: since when */
      asked_at?: string | null;
      to?: string | null;
      to_label?: components['schemas']['text'];
      to_person?: components['schemas']['person_ref'] | null;
      reason?: string | null;
      round?: number;
      /** @enum {unknown} */
      status: 'done' | 'waiting' | 'cancelled' | 'predicted';
      files?: components['schemas']['file'][];
      mentions?: components['schemas']['person_ref'][];
      signature?: components['schemas']['file'];
      opened_at?: string | null;
      /** @description Of a copy */
      read?: boolean;
      /** @description Of the answer to a delegation */
      agrees?: boolean;
      lent_by?: components['schemas']['person_ref'] | null;
      stand_ins?: components['schemas']['person_ref'][];
    };
    trail: {
      trail: components['schemas']['trail_entry'][];
      choices?: components['schemas']['choice'][];
    };
    instance: {
      /** @description Digits; as text, since it has more than 53 bits */
      id: string;
      flow: string;
      flow_label?: components['schemas']['text'];
      flow_version?: unknown;
      record?: components['schemas']['record_ref'] | null;
      initiator?: components['schemas']['person_ref'] | null;
      /** @enum {unknown} */
      state: 'running' | 'completed' | 'refused' | 'withdrawn' | 'terminated';
      round?: number;
      /** Format: date-time */
      started_at?: string;
      ended_at?: string | null;
      returned?: boolean;
      actions?: string[];
      version?: number;
      tokens?: components['schemas']['standing_token'][];
      variables?: Record<string, never>;
      trail?: components['schemas']['trail_entry'][];
      suspended?: boolean;
      incidents?: components['schemas']['incident'][];
      timers?: components['schemas']['waiting_timer'][];
      waits?: components['schemas']['waiting_for'][];
      /** @description Activities of ad-hoc sub-processes that may be begun now */
      may_begin?: {
        token: number;
        node: string;
        node_label?: components['schemas']['text'];
      }[];
      migrations?: {
        step?: number;
        /** @description Digits; as text, since it has more than 53 bits */
        from?: string;
      }[];
    };
    record_trail: {
      instances: components['schemas']['instance'][];
    };
    instance_page: {
      instances: components['schemas']['instance'][];
      next: string | null;
      count?: number;
    };
    started: {
      /** @description Digits; as text, since it has more than 53 bits */
      instance: string;
      state: string;
      resubmitted: boolean;
    };
    start: {
      comment?: string;
      /** @description Values of the flow's variables */
      variables?: Record<string, never>;
      /** @description Whom the initiator names, by step */
      choices?: {
        [key: string]: string[];
      };
      /** @description Ids of own files */
      files?: string[];
      /** @description Ids of people who are told */
      mentions?: string[];
    };
    start_on: {
      /** @description Its id; not for flows without a record */
      record?:
        | string
        | {
            /** Format: id */
            id: string;
          };
      comment?: string;
      variables?: Record<string, never>;
      /** @description Whom the initiator names, by step */
      choices?: {
        [key: string]: string[];
      };
      /** @description Ids of own files */
      files?: string[];
      /** @description Ids of people who are told */
      mentions?: string[];
    };
    task: {
      /** @description Digits; as text, since it has more than 53 bits */
      id: string;
      /** @description Digits; as text, since it has more than 53 bits */
      instance: string;
      flow: string;
      flow_label?: components['schemas']['text'];
      node?: string;
      node_label?: components['schemas']['text'];
      /** @description approval, user_task, copy; started and resubmit (what was returned to oneself): id is that of the instance */
      kind: string;
      record?: components['schemas']['record_ref'] | components['schemas']['record'] | null;
      initiator?: components['schemas']['person_ref'] | null;
      /** Format: date-time */
      created_at: string;
      done_at?: string | null;
      due_at?: string | null;
      round?: number;
      key_fields?: {
        field: string;
        label?: components['schemas']['text'];
        value?: unknown;
      }[];
      actions?: string[];
      version?: number;
      state?: string;
      status?: string;
      assignee?: components['schemas']['person_ref'] | null;
      done_by?: components['schemas']['person_ref'] | null;
      outcome?: string | null;
      returned?: boolean;
      /** @description The absent person one stands in for */
      for?: components['schemas']['person_ref'] | null;
      /** @description Nobody can act on it until its flow is resumed */
      suspended?: boolean;
      /** @description Of a held task: whom its person has asked first */
      waits_for?: components['schemas']['person_ref'][];
      opened_at?: string | null;
      /** @description Of a copy */
      read?: boolean;
    };
    return_target: {
      node: string;
      label?: components['schemas']['text'];
      who?: string | null;
      allowed?: boolean;
      straight?: boolean;
      reason?: components['schemas']['text'];
      /** @description Who would not be asked any more */
      cancels?: {
        node_label?: components['schemas']['text'];
        person?: components['schemas']['person_ref'] | null;
      }[];
    };
    task_detail: components['schemas']['task'] & {
      /** @description Fields that the step opens */
      edit?: string[];
      return_targets?: components['schemas']['return_target'][];
      trail?: components['schemas']['trail_entry'][];
      /** @description Whom one may take out of the step */
      removable?: components['schemas']['person_ref'][];
      /** @description Fields that the step hides */
      hidden?: string[];
      /** @description Deciding needs one */
      signature?: boolean;
      /** @enum {unknown} */
      comment_needed?: 'optional' | 'unless_agreed' | 'always';
      /** @description To whom the answer goes back */
      lent_by?: components['schemas']['person_ref'] | null;
    };
    task_answer: {
      task: components['schemas']['task_detail'];
      instance?: {
        /** @description Digits; as text, since it has more than 53 bits */
        id: string;
        state: string;
      };
    };
    task_page: {
      tasks?: components['schemas']['task'][];
      instances?: components['schemas']['instance'][];
      next: string | null;
      count?: number;
    };
    /** @description What each action reads: its own members only */
    decision: {
      /** @description Needed by refuse and return */
      comment?: string;
      /** @description comment: what is said */
      text?: string;
      /** @description return: "initiator", "previous" or a node; transfer, delegate, remove: a person; add, copy: persons */
      to?: string | string[];
      /**
       * @description return: whether the way is walked again on resubmission
       * @enum {unknown}
       */
      resume?: 'again' | 'straight';
      /**
       * @description add: heard before me, after me, or beside me
       * @enum {unknown}
       */
      place?: 'before' | 'after' | 'beside';
      /** @description Fields that the step opens, changed with the decision */
      record?: Record<string, never>;
      variables?: Record<string, never>;
      /** @description Ids of own files */
      files?: string[];
      /** @description Ids of people who are told */
      mentions?: string[];
      /**
       * Format: id
       * @description Id of a file with that purpose
       */
      signature?: string;
    };
    notification: {
      /** @description Digits; as text, since it has more than 53 bits */
      id: string;
      kind: string;
      text: components['schemas']['text'];
      link?: {
        entity?: string;
        /** @description Digits; as text, since it has more than 53 bits */
        id?: string;
        /** @description Digits; as text, since it has more than 53 bits */
        task?: string;
      } | null;
      /** Format: date-time */
      at: string;
      read: boolean;
    };
    notification_page: {
      notifications: components['schemas']['notification'][];
      unread: number;
      next: string | null;
    };
    report_entry: {
      id: string;
      label?: components['schemas']['text'];
      parameters?: components['schemas']['report_parameter'][];
    };
    /** @description A day, month or year, a choice, a record; null where the field is empty */
    report_key: (string | number | boolean | null) | components['schemas']['ref'];
    report_figure: number | string | null;
    report: {
      id: string;
      label?: components['schemas']['text'];
      entity?: string;
      groups: {
        id: string;
        label?: components['schemas']['text'];
        period?: string;
      }[];
      measures: {
        id: string;
        label?: components['schemas']['text'];
        scale?: number;
        currency?: string;
      }[];
      rows: {
        keys: components['schemas']['report_key'][];
        values: components['schemas']['report_figure'][];
        level?: number;
      }[];
      totals?: components['schemas']['report_figure'][];
      chart?: {
        type?: string;
        category?: string;
        series?: string;
        measure?: string;
      } | null;
      parameters?: components['schemas']['report_parameter'][];
    };
    pack: {
      id: string;
      files: {
        /** @description entities/contract.json */
        path: string;
        text: string;
      }[];
    };
    packs: {
      packs: components['schemas']['pack'][];
      /**
       * @description Deploy also where stored values are lost
       * @default false
       */
      allow_data_loss: boolean;
      /** @description Why; kept with the deployment */
      note?: string;
    };
    model_change: {
      /** @enum {unknown} */
      kind: 'added' | 'changed' | 'removed' | 'renamed';
      model?: string;
      id?: string;
      element?: string;
      text?: components['schemas']['text'];
    };
    data_change: {
      text: components['schemas']['text'];
      rows?: number;
      destructive?: boolean;
    };
    deployment: {
      /** @description Digits; as text, since it has more than 53 bits */
      id: string;
      /** Format: date-time */
      at?: string;
      by?: components['schemas']['person_ref'] | null;
      note?: string;
      status?: string;
      packs?: unknown[];
      changes?: unknown[];
    };
    deployment_list: {
      deployments: components['schemas']['deployment'][];
    };
    deployed: {
      /** @description Digits; as text, since it has more than 53 bits */
      id: string;
      changes?: components['schemas']['model_change'][];
      data?: components['schemas']['data_change'][];
      diagnostics?: components['schemas']['diagnostic'][];
    };
    deployed_packs: {
      /** @description Digits; as text, since it has more than 53 bits */
      id: string;
      packs: components['schemas']['pack'][];
    };
    findings: {
      ok: boolean;
      findings: {
        check: string;
        ok: boolean;
        text: components['schemas']['text'];
      }[];
    };
    check_answer: {
      diagnostics: components['schemas']['diagnostic'][];
      ok: boolean;
    };
    diff_answer: {
      diagnostics: components['schemas']['diagnostic'][];
      changes?: components['schemas']['model_change'][];
      data?: components['schemas']['data_change'][];
    };
    plugin_action: {
      id: string;
      label?: components['schemas']['text'];
      help?: components['schemas']['text'];
    };
    incident: {
      /** @description Digits; as text, since it has more than 53 bits */
      id: string;
      /** @description Digits; as text, since it has more than 53 bits */
      instance: string;
      flow: string;
      flow_label?: components['schemas']['text'];
      node: string;
      node_label?: components['schemas']['text'];
      /** @enum {unknown} */
      kind: 'job' | 'decision' | 'timer' | 'step';
      code: string;
      text?: string;
      attempts?: number;
      /** Format: date-time */
      at?: string;
      /** @enum {unknown} */
      state: 'open' | 'solved';
      /** @enum {unknown} */
      how?: 'retried' | 'skipped' | 'moved' | 'answered' | 'ended';
      solved_at?: string | null;
      solved_by?: components['schemas']['person_ref'] | null;
      record?: components['schemas']['record_ref'] | null;
    };
    incident_page: {
      incidents: components['schemas']['incident'][];
      next: string | null;
      count: number;
    };
    /** @description What an automation could not do, not even at the last attempt */
    failure: {
      /** @description Digits; as text, since it has more than 53 bits */
      id: string;
      automation: string;
      automation_label: components['schemas']['text'];
      /**
       * @description action: a step's action, the rest has been done; run: a scheduled automation for one record, of which nothing has been done
       * @enum {unknown}
       */
      kind: 'action' | 'run';
      /** @description Its id; null where no step of the automation is to blame */
      step: string | null;
      /** @description Of the step, from 1; null where the deployed automation has it no more */
      number: number | null;
      /** @description Of the step: action, set, create … */
      type: string | null;
      action: string | null;
      record: components['schemas']['record_ref'] | null;
      code: string;
      text: string;
      attempts: number;
      /** Format: date-time */
      first_at: string;
      /** Format: date-time */
      last_at: string;
    };
    failure_page: {
      failures: components['schemas']['failure'][];
      next: string | null;
      count: number;
    };
    failure_decision: {
      /** @description Kept in the history of the record */
      reason?: string;
    };
    failure_answer: {
      /** @description Digits; as text, since it has more than 53 bits */
      id: string;
      /** @enum {unknown} */
      state: 'retried' | 'skipped';
    };
    waiting_timer: {
      number: number;
      node: string;
      node_label?: components['schemas']['text'];
      due_at?: string | null;
    };
    waiting_for: {
      number: number;
      /** @enum {unknown} */
      kind: 'message' | 'signal' | 'condition' | 'job' | 'call';
      name?: string;
      node: string;
      node_label?: components['schemas']['text'];
      key?: unknown;
      /** @description Digits; as text, since it has more than 53 bits */
      called?: string;
    };
    standing_token: {
      number: number;
      node: string;
      node_label?: components['schemas']['text'];
      /** @description Stands for the whole of a repeated activity, whose instances have tokens of their own */
      all?: boolean;
      /** @description Which instance of a repeated activity it is, or is in, from 1 */
      instance?: number;
      /** @description Who is asked there now */
      people?: components['schemas']['person_ref'][];
    };
    /** @description An instance at one moment of its life */
    instance_state: {
      step: number;
      steps: number;
      at?: string | null;
      /** @description Digits; as text, since it has more than 53 bits */
      deployment?: string;
      /** @enum {unknown} */
      state: 'running' | 'completed' | 'refused' | 'withdrawn' | 'terminated';
      suspended: boolean;
      returned?: boolean;
      round?: number;
      tokens: components['schemas']['standing_token'][];
      variables: Record<string, never>;
      seats?: {
        number?: number;
        node?: string;
        person?: components['schemas']['person_ref'] | null;
        /** @enum {unknown} */
        status?: 'queued' | 'waiting' | 'parked' | 'agreed' | 'refused' | 'absent' | 'held';
      }[];
      timers?: components['schemas']['waiting_timer'][];
      waits?: components['schemas']['waiting_for'][];
      incidents?: {
        number?: number;
        node?: string;
        code?: string;
        text?: string;
      }[];
      events?: Record<string, never>[];
      refused?: {
        step?: number;
        code?: string;
        text?: string;
      };
    };
    /** @description What each action reads: its own members only */
    operation: {
      /** @description Needed by terminate */
      comment?: string;
      /** @description comment: what is said */
      text?: string;
      /** @description Nothing is stored; the answer says whether it is possible */
      dry_run?: boolean;
      /** @description jump: the node; copy: persons */
      to?: string | string[];
      token?: number;
      variables?: Record<string, never>;
      /**
       * Format: id
       * @description Digits; as text, since it has more than 53 bits
       */
      incident?: string;
      /** @description skip: what stands for what was not done */
      result?: unknown;
      /**
       * Format: id
       * @description Digits; as text, since it has more than 53 bits
       */
      deployment?: string;
      /** @description migrate: where tokens go, by node */
      nodes?: {
        [key: string]: string;
      };
      node?: string;
      /** @description Ids of own files */
      files?: string[];
      /** @description Ids of people who are told */
      mentions?: string[];
    };
    operation_answer: {
      /** @description After a dry run: the whole state it would have */
      instance?: {
        /** @description Digits; as text, since it has more than 53 bits */
        id?: string;
        state: string;
        suspended?: boolean;
        version?: number;
      };
      dry_run?: boolean;
      possible?: boolean;
      diagnostics?: components['schemas']['diagnostic'][];
    };
    bulk_command: {
      /** @enum {unknown} */
      action: 'retry' | 'skip' | 'suspend' | 'resume' | 'terminate' | 'migrate' | 'jump' | 'set';
      /** @description ids, or what GET /instances takes */
      select: {
        ids?: string[];
        flow?: string;
        /** @enum {unknown} */
        state?: 'running' | 'ended' | 'completed' | 'refused' | 'withdrawn' | 'terminated' | 'suspended' | 'incident';
        /** Format: id */
        record?: string;
        node?: string;
        incident?: string;
        /** Format: id */
        version?: string;
        /** Format: id */
        initiator?: string;
        started_from?: string;
        started_to?: string;
        ended_from?: string;
        ended_to?: string;
        search?: string;
        /** @description Values by name, with >, >=, <, <= or != in front */
        variables?: {
          [key: string]: string | number | boolean;
        };
      };
      /** @description What the action reads on one instance */
      arguments?: {
        comment?: string;
        text?: string;
        to?: string;
        token?: number;
        variables?: Record<string, never>;
        result?: unknown;
        /** Format: id */
        deployment?: string;
        nodes?: {
          [key: string]: string;
        };
      };
      comment?: string;
      dry_run?: boolean;
    };
    /** @description A step in the words of tests, for example {"approve": NODE, "by": LOGIN}; of approve … signal one */
    fork_step: {
      approve?: string;
      refuse?: string;
      complete?: string;
      return?: string;
      transfer?: string;
      delegate?: string;
      resubmit?: boolean | string | Record<string, never>;
      withdraw?: boolean | string | Record<string, never>;
      terminate?: boolean | string | Record<string, never>;
      set?: Record<string, never>;
      /** @description The node that a token leaves */
      jump?: string;
      /** @description The node of a job or call */
      answer?: string;
      fail?: string;
      message?: string;
      signal?: string;
      /** @description A duration: P1D */
      wait?: string;
      /** @description Sign-in name or id of a person */
      by?: string;
      administrator?: boolean;
      /** @description Of the message */
      key?: string | number | boolean | null;
      comment?: string;
      to?: string;
      /** @enum {unknown} */
      resume?: 'again' | 'straight';
      variables?: Record<string, never>;
      content?: unknown;
      code?: string;
    };
    fork: {
      /** @description Number of a step, from 1; without it: now */
      at?: number;
      do?: components['schemas']['fork_step'][];
    };
    what_if: {
      packs: components['schemas']['pack'][];
      /** @description How many instances */
      last?: number;
    };
    bulk: {
      /** @description Digits; as text, since it has more than 53 bits */
      id: string;
      action: string;
      /** @enum {unknown} */
      state: 'running' | 'stopped' | 'done';
      dry_run?: boolean;
      total: number;
      done: number;
      succeeded?: number;
      failed: number;
      /** Format: date-time */
      created_at?: string;
      created_by?: components['schemas']['person_ref'] | null;
      ended_at?: string | null;
      comment?: string;
      /** @description As they were given */
      arguments?: Record<string, never>;
    };
    /** @description A version of a flow that instances run on */
    flow_on: {
      deployment: string;
      deployed_at?: string | null;
      current: boolean;
      running: number;
      ended: number;
      nodes: {
        id: string;
        label?: components['schemas']['text'];
        type: string;
      }[];
    };
    /** @description How many, by id */
    diagram_counts: {
      [key: string]: number;
    };
    diagram_point: number[];
    diagram_node: {
      id: string;
      /** @description approval, user_task, exclusive … */
      type: string;
      /** @enum {unknown} */
      shape: 'event' | 'task' | 'gateway';
      /** @description Of its type, a Material Symbol */
      icon?: string;
      label?: components['schemas']['text'];
      x: number;
      y: number;
      width: number;
      height: number;
      /** @description The sub-process it stands in */
      parent?: string;
      /** @description A boundary event: the activity it stands on */
      attached_to?: string;
      /** @description A sub-process whose content stands inside its box */
      expanded?: boolean;
      /** @description A sub-process of any kind */
      container?: boolean;
      /** @enum {unknown} */
      position?: 'start' | 'intermediate' | 'boundary' | 'end';
      /**
       * @description What an event, or a task that sends or receives, waits for or throws
       * @enum {unknown}
       */
      event?:
        | 'message'
        | 'timer'
        | 'signal'
        | 'conditional'
        | 'error'
        | 'escalation'
        | 'compensation'
        | 'cancel'
        | 'terminate'
        | 'link';
      throws?: boolean;
      interrupting?: boolean;
      /** @enum {unknown} */
      repeat?: 'loop' | 'parallel' | 'sequential';
      compensates?: boolean;
      /** @description An event sub-process */
      by_event?: boolean;
    };
    diagram_edge: {
      id: string;
      from: string;
      to: string;
      label?: components['schemas']['text'];
      /** @description Its condition; administrators */
      when?: string;
      default?: boolean;
      /** @description refused */
      on?: string;
      /** @description From a compensation event to what undoes the activity */
      association?: boolean;
      points: components['schemas']['diagram_point'][];
    };
    diagram_artifact: {
      /** @enum {unknown} */
      kind: 'pool' | 'lane' | 'group' | 'note' | 'data' | 'store' | 'task' | 'event' | 'gateway';
      text: string;
      x: number;
      y: number;
      width: number;
      height: number;
      /** @description false: its name stands at the top */
      horizontal?: boolean;
      /** @description a sub-process of another pool that is drawn with what it holds */
      expanded?: boolean;
    };
    diagram_line: {
      /** @enum {unknown} */
      kind: 'association' | 'message' | 'flow';
      text?: string;
      arrow?: boolean;
      points: components['schemas']['diagram_point'][];
    };
    /** @description Where an instance stands and how it got there */
    diagram_run: {
      id: string;
      state: string;
      returned?: boolean;
      tokens: components['schemas']['diagram_counts'];
      done: components['schemas']['diagram_counts'];
      ways: components['schemas']['diagram_counts'];
      ended_by?: string;
    };
    diagram: {
      flow: string;
      label: components['schemas']['text'];
      version: string;
      bounds: {
        x: number;
        y: number;
        width: number;
        height: number;
      };
      nodes: components['schemas']['diagram_node'][];
      edges: components['schemas']['diagram_edge'][];
      artifacts: components['schemas']['diagram_artifact'][];
      lines: components['schemas']['diagram_line'][];
      instance?: components['schemas']['diagram_run'];
    };
    replay_event: {
      kind: string;
      node?: string;
      node_label?: components['schemas']['text'];
      from?: string;
      from_label?: components['schemas']['text'];
      edge?: string;
      token?: number;
      person?: components['schemas']['person_ref'];
      by?: components['schemas']['person_ref'];
      other_person?: components['schemas']['person_ref'];
      people?: components['schemas']['person_ref'][];
      text?: string;
      reason?: string;
      variable?: string;
      value?: unknown;
      due?: string | null;
      state?: string;
    };
    replay_step: {
      step: number;
      /** Format: date-time */
      at: string;
      events: components['schemas']['replay_event'][];
      tokens: components['schemas']['diagram_counts'];
      /** @description What the step has changed; values over 8 KiB as {"bytes"} */
      variables: Record<string, never>;
      state: string;
      round: number;
      /** @description The initiator is to resubmit */
      returned: boolean;
    };
    replay: {
      instance: string;
      total: number;
      steps: components['schemas']['replay_step'][];
      next: string | null;
    };
    duration_figures: {
      /** @description Visits that are over */
      count: number;
      median_seconds: number | null;
      p90_seconds: number | null;
      max_seconds: number | null;
      mean_seconds: number | null;
      node?: string;
      label?: components['schemas']['text'];
      type?: string;
      /** @description Visits that were taken out of the way */
      cancelled?: number;
      /** @description Tokens that stand there now */
      open?: number;
      oldest_open_seconds?: number | null;
    };
    durations: {
      flow: string;
      /** @description Measured */
      instances: number;
      running: number;
      /** @description There are more; the newest were measured */
      sampled: boolean;
      whole: components['schemas']['duration_figures'];
      nodes: components['schemas']['duration_figures'][];
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
