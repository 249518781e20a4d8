// The words make_demo.mjs builds records from: made-up people, companies and products, in English and Chinese.

export const units = [
  { '@': 'unit_company', name: '远航科技 Formwork Trading', code: 'HQ' },
  { '@': 'unit_sales', name: '销售部 Sales', code: 'SALES', parent: '@unit_company' },
  { '@': 'unit_east', name: '华东团队 Sales East', code: 'SALES-EAST', parent: '@unit_sales' },
  { '@': 'unit_overseas', name: '海外团队 Sales International', code: 'SALES-INTL', parent: '@unit_sales' },
  { '@': 'unit_finance', name: '财务部 Finance', code: 'FIN', parent: '@unit_company' },
];
export const people = [
  { login: 'director', name: '周敏', job_title: '销售总监', unit: '@unit_sales', phone: '13800000001' },
  { login: 'manager', name: '王磊', job_title: '华东区销售经理', unit: '@unit_east', manager: '@director', phone: '13800000002' },
  { login: 'manager2', name: 'James Turner', job_title: 'International Sales Manager', unit: '@unit_overseas', manager: '@director', phone: '+44 7700 900102' },
  { login: 'finance', name: '陈静', job_title: '财务经理', unit: '@unit_finance', manager: '@director', phone: '13800000004' },
  { login: 'admin', name: '赵宇', job_title: '系统管理员', unit: '@unit_company', manager: '@director', phone: '13800000005' },
  { login: 'sales', name: '李娜', job_title: '客户经理', unit: '@unit_east', manager: '@manager', phone: '13800000006' },
  { login: 'sales2', name: '张浩', job_title: '客户经理', unit: '@unit_east', manager: '@manager', phone: '13800000007' },
  { login: 'sales3', name: 'Emma Clarke', job_title: 'Account Manager', unit: '@unit_overseas', manager: '@manager2', phone: '+44 7700 900108' },
];
export const heads = [
  { '@': 'unit_company', head: '@director' }, { '@': 'unit_sales', head: '@director' }, { '@': 'unit_east', head: '@manager' },
  { '@': 'unit_overseas', head: '@manager2' }, { '@': 'unit_finance', head: '@finance' },
];
export const currencies = [
  { '@': 'cny', code: 'CNY', name: '人民币 Chinese yuan', symbol: '¥', digits: 2 },
  { '@': 'usd', code: 'USD', name: '美元 US dollar', symbol: '$', digits: 2 },
  { '@': 'eur', code: 'EUR', name: '欧元 Euro', symbol: '€', digits: 2 },
  { '@': 'gbp', code: 'GBP', name: '英镑 Pound sterling', symbol: '£', digits: 2 },
  { '@': 'jpy', code: 'JPY', name: '日元 Japanese yen', symbol: 'JP¥', digits: 0 },
];
export const rates = [
  { from_currency: '@usd', to_currency: '@cny', rate: 7.1825, valid_from: '@today-180d' },
  { from_currency: '@usd', to_currency: '@cny', rate: 7.2094, valid_from: '@today-30d' },
  { from_currency: '@eur', to_currency: '@cny', rate: 7.7512, valid_from: '@today-30d' },
  { from_currency: '@gbp', to_currency: '@cny', rate: 9.1036, valid_from: '@today-30d' },
  { from_currency: '@jpy', to_currency: '@cny', rate: 0.048215, valid_from: '@today-30d' },
];
export const calendars = [
  {
    name: '中国工作日历', time_zone: 'Asia/Shanghai', weekdays: ['mon', 'tue', 'wed', 'thu', 'fri'], day_start: '09:00:00', day_end: '18:00:00',
    holidays: [
      { date: '2026-01-01', name: '元旦', working: false }, { date: '2026-02-16', name: '除夕', working: false },
      { date: '2026-02-17', name: '春节', working: false }, { date: '2026-02-18', name: '春节', working: false },
      { date: '2026-04-05', name: '清明节', working: false }, { date: '2026-05-01', name: '劳动节', working: false },
      { date: '2026-06-19', name: '端午节', working: false }, { date: '2026-09-25', name: '中秋节', working: false },
      { date: '2026-10-01', name: '国庆节', working: false }, { date: '2026-10-02', name: '国庆节', working: false },
    ],
  },
  {
    name: 'London office', time_zone: 'Europe/London', weekdays: ['mon', 'tue', 'wed', 'thu', 'fri'], day_start: '09:00:00', day_end: '17:30:00',
    holidays: [
      { date: '2026-01-01', name: 'New Year’s Day', working: false }, { date: '2026-04-03', name: 'Good Friday', working: false },
      { date: '2026-04-06', name: 'Easter Monday', working: false }, { date: '2026-12-25', name: 'Christmas Day', working: false },
    ],
  },
];

export const cities = [
  { zh: '上海', en: 'London' }, { zh: '苏州', en: 'Manchester' }, { zh: '杭州', en: 'Bristol' }, { zh: '南京', en: 'Leeds' },
  { zh: '宁波', en: 'Edinburgh' }, { zh: '无锡', en: 'Dublin' }, { zh: '合肥', en: 'Rotterdam' }, { zh: '深圳', en: 'Singapore' },
  { zh: '广州', en: 'Hamburg' }, { zh: '青岛', en: 'Copenhagen' }, { zh: '成都', en: 'Milan' }, { zh: '武汉', en: 'Sydney' },
];
export const brandsZh = ['恒远', '明达', '启航', '华信', '天合', '瑞丰', '博雅', '科创', '盛世', '嘉禾', '东升', '新宇', '宏图', '安泰', '中联',
  '德润', '锦程', '立诚', '广汇', '金石', '鼎盛', '云帆', '海川', '同心', '永信', '卓越', '万象', '远景', '百川', '星辰'];
export const brandsEn = ['Northfield', 'Brightwater', 'Oakridge', 'Harrow', 'Silverline', 'Kestrel', 'Pinecrest', 'Westbrook', 'Ashford', 'Bluestone',
  'Calder', 'Fairmont', 'Granite', 'Highgate', 'Ironbridge', 'Juniper', 'Lakeside', 'Meridian', 'Newhaven', 'Orchard', 'Redwood', 'Stonegate',
  'Thornbury', 'Vantage', 'Windmere', 'Alderley', 'Beacon', 'Clearview', 'Dovetail', 'Evergreen'];
export const trades = {
  manufacturing: [{ zh: '精密机械', en: 'Precision' }, { zh: '汽车零部件', en: 'Automotive' }, { zh: '电子', en: 'Electronics' }, { zh: '新材料', en: 'Materials' }],
  technology: [{ zh: '软件', en: 'Software' }, { zh: '信息技术', en: 'Systems' }, { zh: '数据科技', en: 'Data' }],
  retail: [{ zh: '商贸', en: 'Trading' }, { zh: '百货', en: 'Stores' }, { zh: '食品', en: 'Foods' }],
  logistics: [{ zh: '物流', en: 'Logistics' }, { zh: '供应链', en: 'Supply Chain' }, { zh: '国际货运', en: 'Freight' }],
  health: [{ zh: '医疗器械', en: 'Medical' }, { zh: '生物医药', en: 'Pharma' }],
  education: [{ zh: '教育科技', en: 'Learning' }, { zh: '职业培训', en: 'Training' }],
  energy: [{ zh: '新能源', en: 'Energy' }, { zh: '电力设备', en: 'Power' }],
  finance: [{ zh: '融资租赁', en: 'Leasing' }, { zh: '资产管理', en: 'Capital' }],
  other: [{ zh: '建筑工程', en: 'Construction' }, { zh: '环保科技', en: 'Environmental' }],
};
export const suffixesZh = ['有限公司', '有限公司', '股份有限公司', '集团有限公司'];
export const suffixesEn = ['Ltd', 'Ltd', 'plc', 'Group', 'International'];
export const streetsZh = ['中山路', '人民路', '解放大道', '科技园路', '工业园区星湖街', '世纪大道', '创新路'];
export const streetsEn = ['High Street', 'Station Road', 'Victoria Road', 'Park Lane', 'Mill Lane', 'Queen Street', 'Harbour Way'];
export const surnamesZh = ['王', '李', '张', '刘', '陈', '杨', '黄', '赵', '吴', '周', '徐', '孙', '马', '朱', '胡', '林', '郭', '何', '高', '罗'];
export const givenZh = ['伟', '芳', '秀英', '敏', '静', '丽', '强', '磊', '军', '洋', '勇', '艳', '杰', '娟', '涛', '明', '超', '雪梅', '建国', '晓东', '志强', '婷婷', '子涵', '文博'];
export const givenEn = ['Olivia', 'Jack', 'Amelia', 'Harry', 'Sophie', 'George', 'Lucy', 'Oscar', 'Grace', 'Henry', 'Ella', 'Thomas', 'Nora', 'Daniel', 'Priya', 'Marco', 'Ingrid', 'Lukas'];
export const surnamesEn = ['Walker', 'Bennett', 'Hughes', 'Foster', 'Patel', 'Murphy', 'Wright', 'Cooper', 'Rossi', 'Jensen', 'Müller', 'Novak', 'Khan', 'Reid', 'Doyle', 'Marsh'];
export const jobsZh = ['采购经理', '采购主管', '总经理', '信息中心主任', '生产总监', '财务总监', '项目经理', '设备部经理'];
export const jobsEn = ['Purchasing Manager', 'Head of IT', 'Managing Director', 'Plant Manager', 'Finance Director', 'Project Manager', 'Operations Manager'];
export const subjectsZh = ['生产线数据采集项目', '智能仓储设备采购', '年度运维服务', '软件许可采购', '车间联网改造', '能耗监测系统', '设备备件采购', '实施与培训服务', '质量追溯平台', '二期扩容'];
export const subjectsEn = ['Shop floor data collection', 'Warehouse equipment', 'Annual maintenance', 'Software licences', 'Plant network upgrade', 'Energy monitoring',
  'Spare parts', 'Implementation and training', 'Quality tracking platform', 'Phase two extension'];
export const agreeComments = ['同意，价格在授权范围内。', 'Agreed, margin is fine.', '同意，请跟进交期。', 'Good customer, please go ahead.', '同意。',
  '同意，注意回款节点。', 'Payment terms checked.'];
export const returnComments = ['请补充客户联系人和交付时间。', 'The discount is not justified for an order of this size.'];

const product = (number, code, name, category, measure, price, cost) => ({
  '@': `pr${String(number).padStart(2, '0')}`, code, name, category, measure, price, cost, active: true,
});
export const products = [
  ['EQ-1001', '工业网关 IG-200', 'goods', 'piece', 4800, 2900], ['EQ-1002', 'Industrial gateway IG-400', 'goods', 'piece', 7600, 4700],
  ['EQ-1003', '边缘计算控制器 EC-10', 'goods', 'piece', 12800, 8200], ['EQ-1004', 'Edge controller EC-20', 'goods', 'piece', 18600, 12100],
  ['EQ-1101', '振动传感器 VS-40', 'goods', 'piece', 680, 350], ['EQ-1102', 'Temperature sensor TS-20', 'goods', 'piece', 260, 120],
  ['EQ-1103', '智能电表 EM-3', 'goods', 'piece', 920, 540], ['EQ-1104', 'Flow meter FM-8', 'goods', 'piece', 3400, 2100],
  ['EQ-1105', '压力变送器 PT-5', 'goods', 'piece', 780, 430], ['EQ-1201', '手持终端 HT-60', 'goods', 'piece', 2600, 1650],
  ['EQ-1202', 'Barcode scanner BS-2', 'goods', 'piece', 890, 480], ['EQ-1203', 'RFID 读写器 RF-9', 'goods', 'piece', 5200, 3300],
  ['EQ-1204', 'Label printer LP-4', 'goods', 'piece', 3100, 1980], ['EQ-1301', 'AGV 搬运机器人 A-600', 'goods', 'piece', 128000, 92000],
  ['EQ-1302', 'Automated storage unit AS-12', 'goods', 'set', 236000, 171000], ['EQ-1303', '分拣输送线 SL-6', 'goods', 'set', 88000, 61000],
  ['EQ-1304', 'Palletising robot PR-3', 'goods', 'piece', 186000, 139000], ['EQ-1401', '工控一体机 PC-15', 'goods', 'piece', 6900, 4600],
  ['EQ-1402', 'Rack server RS-2U', 'goods', 'piece', 32800, 24500], ['EQ-1403', '工业交换机 SW-24', 'goods', 'piece', 4200, 2700],
  ['SW-2001', '数据采集平台 标准版', 'software', 'licence', 48000, 3000], ['SW-2002', 'Data platform, enterprise', 'software', 'licence', 128000, 6000],
  ['SW-2003', '质量追溯模块', 'software', 'licence', 36000, 2000], ['SW-2004', 'Energy monitoring module', 'software', 'licence', 28000, 1500],
  ['SW-2005', '仓储管理模块', 'software', 'licence', 42000, 2500], ['SW-2006', 'Maintenance planner', 'software', 'licence', 24000, 1200],
  ['SW-2007', '移动端用户许可', 'software', 'licence', 380, 20], ['SW-2008', 'Named user licence', 'software', 'licence', 960, 50],
  ['SW-2009', '报表设计器', 'software', 'licence', 16800, 900], ['SW-2010', 'API connector pack', 'software', 'licence', 9800, 500],
  ['SV-3001', '实施服务', 'service', 'day', 2400, 1300], ['SV-3002', 'Consulting, senior', 'service', 'day', 3800, 2100],
  ['SV-3003', '现场培训', 'service', 'day', 2000, 1000], ['SV-3004', 'Remote training', 'service', 'day', 1200, 600],
  ['SV-3005', '年度维保 标准', 'service', 'year', 18000, 9000], ['SV-3006', 'Annual support, premium', 'service', 'year', 46000, 21000],
  ['SV-3007', '系统巡检', 'service', 'day', 1800, 950], ['SV-3008', 'Data migration', 'service', 'day', 2600, 1400],
  ['SV-3009', '定制开发', 'service', 'day', 3200, 1900], ['SV-3010', 'Project management', 'service', 'day', 2900, 1600],
].map((row, index) => product(index + 1, ...row));
